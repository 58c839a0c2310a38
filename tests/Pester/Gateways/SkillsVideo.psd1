# https://docs.skills.video/api-reference/veo-31, and https://docs.skills.video/quickstart for forms.
@{
    Path   = '/api/v1/generation/google/veo-3.1'
    Remedy = @{ CallbackUri = 'dashboard' }
    Case   = @(
        @{
            Mode      = 'Text'
            From      = 'the example of the page'
            Parameter = @{ Prompt = '<string>' }
            Body      = '{ "prompt": "<string>" }'
        }
        @{
            Mode      = 'FirstFrame'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'a cat walking through neon rain'; FirstFrame = 'https://example.com/first.png'; NegativePrompt = 'blur'; Seed = -9007199254740991 }
            Body      = @'
{
  "prompt": "a cat walking through neon rain",
  "mode": "frames",
  "first_frame_url": "https://example.com/first.png",
  "negative_prompt": "blur",
  "seed": -9007199254740991
}
'@
        }
        @{
            Mode      = 'FirstAndLastFrame'
            From      = 'the fields of the page'
            Parameter = @{
                Prompt = 'a cat walking through neon rain'; FirstFrame = 'https://example.com/first.png'; LastFrame = 'https://example.com/last.png'
                Duration = 8; Resolution = '720p'; AspectRatio = '9:16'; Audio = 'Off'; Count = 2
            }
            Body      = @'
{
  "prompt": "a cat walking through neon rain",
  "mode": "frames",
  "first_frame_url": "https://example.com/first.png",
  "last_frame_url": "https://example.com/last.png",
  "duration": 8,
  "resolution": "720p",
  "aspect_ratio": "9:16",
  "generate_audio": false,
  "n": 2
}
'@
        }
        @{
            Mode      = 'FirstAndLastFrame'
            From      = 'files, in a form with the fields of the page'
            Parameter = @{ Prompt = 'a cat walking through neon rain'; FirstFrame = '{first.png}'; LastFrame = 'https://example.com/last.png'; Audio = 'On' }
            Part      = @(
                @{ Name = 'prompt'; Text = 'a cat walking through neon rain' }
                @{ Name = 'mode'; Text = 'frames' }
                @{ Name = 'generate_audio'; Text = 'true' }
                @{ Name = 'first_frame_url'; File = 'first.png'; Type = 'image/png' }
                @{ Name = 'last_frame_url'; Text = 'https://example.com/last.png' }
            )
        }
        @{
            Mode      = 'Reference'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'a cat walking through neon rain'; ReferenceImage = 'https://example.com/1.png', 'https://example.com/2.png', 'https://example.com/3.png' }
            Body      = @'
{
  "prompt": "a cat walking through neon rain",
  "mode": "reference",
  "reference_image_urls": ["https://example.com/1.png", "https://example.com/2.png", "https://example.com/3.png"]
}
'@
        }
        @{
            Mode      = 'Reference'
            From      = 'files, in a form with the fields of the page'
            Parameter = @{ Prompt = 'a cat walking through neon rain'; ReferenceImage = '{first.png}', 'https://example.com/2.png', '{last.png}' }
            Part      = @(
                @{ Name = 'prompt'; Text = 'a cat walking through neon rain' }
                @{ Name = 'mode'; Text = 'reference' }
                @{ Name = 'reference_image_urls'; File = 'first.png'; Type = 'image/png' }
                @{ Name = 'reference_image_urls'; Text = 'https://example.com/2.png' }
                @{ Name = 'reference_image_urls'; File = 'last.png'; Type = 'image/png' }
            )
        }
    )
}
