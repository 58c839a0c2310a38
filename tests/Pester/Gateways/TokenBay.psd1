# https://www.tokenbay.com/docs/reference/video/veo-3-1, which has no example of a request.
@{
    Path   = '/v1/videos'
    Remedy = @{ Count = 'Submit a request for each video' }
    Case   = @(
        @{
            Mode      = 'Text'
            From      = 'the fields of the page'
            Parameter = @{
                Prompt = 'A lighthouse in a storm'; Model = 'veo-3.1-generate-preview'; Resolution = '4k'; Duration = 8; AspectRatio = '9:16'; Audio = 'On'
                EnhancePrompt = 'Off'; NegativePrompt = 'people'; Seed = 4294967295; PersonGeneration = 'Disallow'
            }
            Body      = @'
{
  "model": "veo-3.1-generate-preview",
  "prompt": "A lighthouse in a storm",
  "resolution": "4k",
  "duration": 8,
  "aspect_ratio": "9:16",
  "generate_audio": true,
  "enhance_prompt": false,
  "negative_prompt": "people",
  "seed": 4294967295,
  "person_generation": "disallow"
}
'@
        }
        @{
            Mode      = 'FirstFrame'
            From      = 'the fields of the page, without a prompt'
            Parameter = @{ FirstFrame = '{first.png}' }
            Body      = @'
{
  "model": "veo-3.1-fast-generate-preview",
  "image": "data:image/png;base64,{first.png}"
}
'@
        }
        @{
            Mode      = 'FirstAndLastFrame'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'From calm to storm'; FirstFrame = 'https://example.com/first.png'; LastFrame = '{last.png}' }
            Body      = @'
{
  "model": "veo-3.1-fast-generate-preview",
  "prompt": "From calm to storm",
  "image": "https://example.com/first.png",
  "lastFrameImage": "data:image/png;base64,{last.png}"
}
'@
        }
        @{
            Mode      = 'Reference'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'The same lighthouse by day'; ReferenceImage = 'https://example.com/lighthouse.png' }
            Body      = @'
{
  "model": "veo-3.1-fast-generate-preview",
  "prompt": "The same lighthouse by day",
  "input_reference": "https://example.com/lighthouse.png"
}
'@
        }
    )
}
