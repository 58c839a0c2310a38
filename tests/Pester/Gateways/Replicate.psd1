# https://replicate.com/google/veo-3.1, and https://replicate.com/docs/reference/http for what is around the input.
@{
    Path   = '/v1/models/google/veo-3.1-fast/predictions'
    Remedy = @{}
    Case   = @(
        @{
            Mode      = 'Text'
            From      = 'the fields of the page'
            Parameter = @{
                Prompt = 'A lion'; Duration = 6; AspectRatio = '9:16'; Resolution = '1080p'; Audio = 'Off'; NegativePrompt = 'blur'; Seed = 7
                CallbackUri = 'https://example.com/hook'
            }
            Body      = @'
{
  "input": {
    "prompt": "A lion",
    "duration": 6,
    "aspect_ratio": "9:16",
    "resolution": "1080p",
    "generate_audio": false,
    "negative_prompt": "blur",
    "seed": 7
  },
  "webhook": "https://example.com/hook",
  "webhook_events_filter": ["completed"]
}
'@
        }
        @{
            Mode      = 'FirstFrame'
            From      = 'a file, which is uploaded first'
            Parameter = @{ Prompt = 'A lion'; FirstFrame = '{first.png}' }
            Body      = '{ "input": { "prompt": "A lion", "image": "{upload:first.png}" } }'
        }
        @{
            Mode      = 'FirstAndLastFrame'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'A lion'; FirstFrame = 'https://example.com/first.jpeg'; LastFrame = 'https://example.com/last.jpeg' }
            Body      = '{ "input": { "prompt": "A lion", "image": "https://example.com/first.jpeg", "last_frame": "https://example.com/last.jpeg" } }'
        }
        @{
            Mode      = 'Reference'
            From      = 'the fields of the page'
            Path      = '/v1/models/google/veo-3.1/predictions'
            Parameter = @{ Prompt = 'A lion'; Model = 'google/veo-3.1'; ReferenceImage = 'https://example.com/1.png', '{last.png}'; AspectRatio = '16:9'; Duration = 8 }
            Body      = @'
{
  "input": {
    "prompt": "A lion",
    "reference_images": ["https://example.com/1.png", "{upload:last.png}"],
    "aspect_ratio": "16:9",
    "duration": 8
  }
}
'@
        }
    )
}
