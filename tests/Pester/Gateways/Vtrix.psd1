# https://doc.vtrix.ai/docs/api/google/veo-31-fast lists parameters and has no example; the vendor's own tools wrap them.
@{
    Base   = '/model'
    Path   = '/v1/generation'
    Remedy = @{ Audio = 'every video has sound' }
    Case   = @(
        @{
            Mode      = 'Text'
            From      = 'the example of the vendor''s tools'
            Parameter = @{ Prompt = 'A dog'; AspectRatio = '16:9'; Resolution = '720p'; Duration = 8 }
            Body      = @'
{
  "model": "veo_31_fast",
  "input": [
    { "params": { "prompt": "A dog", "aspectRatio": "16:9", "resolution": "720p", "durationSeconds": 8 } }
  ]
}
'@
        }
        @{
            Mode      = 'FirstFrame'
            From      = 'the parameters of the page'
            Parameter = @{ Prompt = 'A dog'; FirstFrame = '{first.png}'; NegativePrompt = 'rain'; AspectRatio = '9:16'; Duration = 4; PersonGeneration = 'AllowAdult' }
            Body      = @'
{
  "model": "veo_31_fast",
  "input": [
    {
      "params": {
        "prompt": "A dog",
        "negativePrompt": "rain",
        "image": { "bytesBase64Encoded": "{first.png}", "mimeType": "image/png" },
        "aspectRatio": "9:16",
        "durationSeconds": 4,
        "personGeneration": "allow_adult"
      }
    }
  ]
}
'@
        }
        @{
            Mode      = 'FirstAndLastFrame'
            From      = 'the parameters of the page'
            Parameter = @{ Prompt = 'A dog'; FirstFrame = '{first.png}'; LastFrame = '{last.png}'; Resolution = '4k' }
            Body      = @'
{
  "model": "veo_31_fast",
  "input": [
    {
      "params": {
        "prompt": "A dog",
        "image": { "bytesBase64Encoded": "{first.png}", "mimeType": "image/png" },
        "lastFrame": { "bytesBase64Encoded": "{last.png}", "mimeType": "image/png" },
        "resolution": "4k",
        "durationSeconds": 8
      }
    }
  ]
}
'@
        }
        @{
            Mode      = 'Reference'
            From      = 'the parameters of the page'
            Parameter = @{ Prompt = 'A dog'; ReferenceImage = '{first.png}', '{last.png}' }
            Body      = @'
{
  "model": "veo_31_fast",
  "input": [
    {
      "params": {
        "prompt": "A dog",
        "referenceImages": [
          { "image": { "bytesBase64Encoded": "{first.png}", "mimeType": "image/png" }, "referenceType": "asset" },
          { "image": { "bytesBase64Encoded": "{last.png}", "mimeType": "image/png" }, "referenceType": "asset" }
        ],
        "durationSeconds": 8
      }
    }
  ]
}
'@
        }
        @{
            Mode      = 'Extension'
            From      = 'the parameters of the page'
            Parameter = @{ Prompt = 'The dog goes on running'; SourceVideo = 'https://example.com/source.mp4'; PersonGeneration = 'AllowAll' }
            Body      = @'
{
  "model": "veo_31_fast",
  "input": [
    {
      "params": {
        "prompt": "The dog goes on running",
        "video": { "uri": "https://example.com/source.mp4" },
        "durationSeconds": 8,
        "personGeneration": "allow_all"
      }
    }
  ]
}
'@
        }
    )
}
