# https://openrouter.ai/docs/guides/overview/multimodal/video-generation, and the OpenAPI document of its clients.
@{
    Path   = '/api/v1/videos'
    Remedy = @{ Count = 'Submit a request for each video'; EnhancePrompt = 'always enhances' }
    Case   = @(
        @{
            Mode      = 'Text'
            From      = 'the example of the page'
            Parameter = @{ Prompt = 'A serene mountain landscape at sunset'; Model = 'google/veo-3.1'; AspectRatio = '16:9'; Duration = 8; Resolution = '720p' }
            Body      = @'
{
  "aspect_ratio": "16:9",
  "duration": 8,
  "model": "google/veo-3.1",
  "prompt": "A serene mountain landscape at sunset",
  "resolution": "720p"
}
'@
        }
        @{
            Mode      = 'FirstFrame'
            From      = 'the fields of the page, with what it passes on'
            Parameter = @{
                Prompt = 'a cat walking through neon rain'; FirstFrame = '{first.png}'; Resolution = '4k'; Duration = 8; AspectRatio = '9:16'; Audio = 'Off'
                Seed = 7; NegativePrompt = 'blur'; PersonGeneration = 'AllowAdult'; CallbackUri = 'https://hooks.example/veo'
            }
            Body      = @'
{
  "model": "google/veo-3.1-fast",
  "prompt": "a cat walking through neon rain",
  "duration": 8,
  "resolution": "4K",
  "aspect_ratio": "9:16",
  "generate_audio": false,
  "seed": 7,
  "frame_images": [ { "type": "image_url", "image_url": { "url": "data:image/png;base64,{first.png}" }, "frame_type": "first_frame" } ],
  "callback_url": "https://hooks.example/veo",
  "provider": { "options": { "google-vertex": { "parameters": { "negativePrompt": "blur", "personGeneration": "allow_adult" } } } }
}
'@
        }
        @{
            Mode      = 'FirstAndLastFrame'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'From calm to storm'; FirstFrame = 'https://example.com/first.png'; LastFrame = '{last.png}' }
            Body      = @'
{
  "model": "google/veo-3.1-fast",
  "prompt": "From calm to storm",
  "frame_images": [
    { "type": "image_url", "image_url": { "url": "https://example.com/first.png" }, "frame_type": "first_frame" },
    { "type": "image_url", "image_url": { "url": "data:image/png;base64,{last.png}" }, "frame_type": "last_frame" }
  ]
}
'@
        }
        @{
            Mode      = 'Reference'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'The same lighthouse by day'; ReferenceImage = 'https://example.com/lighthouse.png', '{first.png}' }
            Body      = @'
{
  "model": "google/veo-3.1-fast",
  "prompt": "The same lighthouse by day",
  "input_references": [
    { "type": "image_url", "image_url": { "url": "https://example.com/lighthouse.png" } },
    { "type": "image_url", "image_url": { "url": "data:image/png;base64,{first.png}" } }
  ]
}
'@
        }
    )
}
