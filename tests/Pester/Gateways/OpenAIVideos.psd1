# https://developers.openai.com/api/reference/go/resources/videos/index.html, with the names that LiteLLM has for more.
@{
    Base    = '/relay'
    Model   = 'veo-3.1-fast-generate-001'
    Setting = @{ Relay = 'LiteLLM' }
    Path    = '/v1/videos'
    Remedy  = @{ Count = 'Submit a request for each video' }
    Case    = @(
        @{
            Mode      = 'Text'
            From      = 'the example of LiteLLM'
            Parameter = @{ Prompt = 'A cat playing with a ball of yarn'; Duration = 8; Resolution = '720p'; AspectRatio = '16:9' }
            Body      = @'
{
  "model": "veo-3.1-fast-generate-001",
  "prompt": "A cat playing with a ball of yarn",
  "seconds": "8",
  "size": "1280x720"
}
'@
        }
        @{
            Mode      = 'Text'
            From      = 'the fields of LiteLLM, under the name that its operator has for a model'
            Parameter = @{
                Prompt = 'A lighthouse in a storm'; Model = 'house/veo'; Duration = 8; Resolution = '1080p'; AspectRatio = '9:16'; Audio = 'Off'
                NegativePrompt = 'people'; Seed = 7; PersonGeneration = 'Disallow'
            }
            Body      = @'
{
  "model": "house/veo",
  "prompt": "A lighthouse in a storm",
  "seconds": "8",
  "size": "1080x1920",
  "generateAudio": false,
  "negativePrompt": "people",
  "personGeneration": "dont_allow",
  "seed": 7
}
'@
        }
        @{
            Mode      = 'FirstFrame'
            From      = 'a file, in a form with the fields of the page'
            Parameter = @{ Prompt = 'a cat walking through neon rain'; FirstFrame = '{first.png}'; Duration = 4 }
            Part      = @(
                @{ Name = 'model'; Text = 'veo-3.1-fast-generate-001' }
                @{ Name = 'prompt'; Text = 'a cat walking through neon rain' }
                @{ Name = 'seconds'; Text = '4' }
                @{ Name = 'input_reference'; File = 'first.png'; Type = 'image/png' }
            )
        }
    )
}
