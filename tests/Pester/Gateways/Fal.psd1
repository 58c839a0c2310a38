# https://fal.ai/models/fal-ai/veo3.1/llms.txt and those of its neighbours; https://fal.ai/docs/documentation/model-apis/queue.
@{
    Path   = '/fal-ai/veo3.1/fast'
    Remedy = @{ PersonGeneration = 'safety_tolerance' }
    Case   = @(
        @{
            Mode      = 'Text'
            From      = 'the fields of the page'
            Parameter = @{
                Prompt = 'Two person street interview'; Duration = 6; AspectRatio = '9:16'; Resolution = '4k'; Audio = 'Off'; EnhancePrompt = 'Off'
                NegativePrompt = 'blur'; Seed = 7; ProviderOption = @{ safety_tolerance = '2' }
            }
            Body      = @'
{
  "prompt": "Two person street interview",
  "duration": "6s",
  "aspect_ratio": "9:16",
  "resolution": "4k",
  "generate_audio": false,
  "auto_fix": false,
  "negative_prompt": "blur",
  "seed": 7,
  "safety_tolerance": "2"
}
'@
        }
        @{
            Mode      = 'Text'
            From      = 'a callback, which goes into the query'
            Path      = '/fal-ai/veo3.1/lite?fal_webhook=https%3A%2F%2Fexample.com%2Fhook'
            Parameter = @{ Prompt = 'Two person street interview'; Model = 'fal-ai/veo3.1/lite'; CallbackUri = 'https://example.com/hook' }
            Body      = '{ "prompt": "Two person street interview" }'
        }
        @{
            Mode      = 'FirstFrame'
            From      = 'the fields of the page'
            Path      = '/fal-ai/veo3.1/fast/image-to-video'
            Parameter = @{ Prompt = 'A monkey and polar bear host a casual podcast'; FirstFrame = 'https://example.com/veo31-i2v-input.jpg'; AspectRatio = 'Auto' }
            Body      = @'
{
  "prompt": "A monkey and polar bear host a casual podcast",
  "image_url": "https://example.com/veo31-i2v-input.jpg",
  "aspect_ratio": "auto"
}
'@
        }
        @{
            Mode      = 'FirstFrame'
            From      = 'a file, which is uploaded first'
            Path      = '/fal-ai/veo3.1/image-to-video'
            Parameter = @{ Prompt = 'A monkey'; FirstFrame = '{first.png}'; Model = 'fal-ai/veo3.1' }
            Body      = '{ "prompt": "A monkey", "image_url": "{upload:first.png}" }'
        }
        @{
            Mode      = 'FirstAndLastFrame'
            From      = 'the fields of the page'
            Path      = '/fal-ai/veo3.1/fast/first-last-frame-to-video'
            Parameter = @{ Prompt = 'A woman looks into the camera'; FirstFrame = 'https://example.com/first.jpeg'; LastFrame = 'https://example.com/last.jpeg'; Resolution = '1080p' }
            Body      = @'
{
  "prompt": "A woman looks into the camera",
  "first_frame_url": "https://example.com/first.jpeg",
  "last_frame_url": "https://example.com/last.jpeg",
  "resolution": "1080p"
}
'@
        }
        @{
            Mode      = 'Reference'
            From      = 'the example of the page, with a file among the links'
            Path      = '/fal-ai/veo3.1/reference-to-video'
            Parameter = @{ Prompt = 'A chimpanzee'; Model = 'fal-ai/veo3.1'; ReferenceImage = 'https://example.com/r2v-input-1.png', '{last.png}'; Duration = 8 }
            Body      = @'
{
  "prompt": "A chimpanzee",
  "image_urls": ["https://example.com/r2v-input-1.png", "{upload:last.png}"],
  "duration": "8s"
}
'@
        }
        @{
            Mode      = 'Extension'
            From      = 'the fields of the page'
            Path      = '/fal-ai/veo3.1/fast/extend-video'
            Parameter = @{ Prompt = 'The dog goes on running'; SourceVideo = 'https://example.com/source.mp4'; Duration = 7 }
            Body      = @'
{
  "prompt": "The dog goes on running",
  "video_url": "https://example.com/source.mp4",
  "duration": "7s"
}
'@
        }
    )
}
