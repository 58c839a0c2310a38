# https://ai.google.dev/gemini-api/docs/video, in the wire format of Google's own client (googleapis/python-genai): the page's samples
# have images as inlineData, which the API refuses.
@{
    Path   = '/v1beta/models/veo-3.1-fast-generate-preview:predictLongRunning'
    Remedy = @{ Count = 'Submit a request for each video'; Seed = 'only Vertex accepts a seed'; Audio = 'every video has sound' }
    Case   = @(
        @{
            Mode      = 'Text'
            From      = 'the fields of the page'
            Path      = '/v1beta/models/veo-3.1-generate-preview:predictLongRunning'
            Parameter = @{
                Model = 'veo-3.1-generate-preview'; Prompt = 'A lion in the savannah'; Resolution = '4k'; Duration = 8; AspectRatio = '9:16'; PersonGeneration = 'AllowAll'
                NegativePrompt = 'cartoon'; CallbackUri = 'https://hooks.example/veo'
            }
            Body      = @'
{
  "instances": [{ "prompt": "A lion in the savannah" }],
  "parameters": {
    "durationSeconds": 8,
    "aspectRatio": "9:16",
    "resolution": "4k",
    "personGeneration": "allow_all",
    "negativePrompt": "cartoon"
  },
  "webhookConfig": { "uris": ["https://hooks.example/veo"] }
}
'@
        }
        @{
            Mode      = 'FirstFrame'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'It wakes'; FirstFrame = '{first.png}'; PersonGeneration = 'AllowAdult' }
            Body      = @'
{
  "instances": [
    { "prompt": "It wakes", "image": { "bytesBase64Encoded": "{first.png}", "mimeType": "image/png" } }
  ],
  "parameters": { "personGeneration": "allow_adult" }
}
'@
        }
        @{
            Mode      = 'FirstAndLastFrame'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'It wakes'; FirstFrame = '{first.png}'; LastFrame = '{last.png}'; Duration = 8 }
            Body      = @'
{
  "instances": [
    {
      "prompt": "It wakes",
      "image": { "bytesBase64Encoded": "{first.png}", "mimeType": "image/png" },
      "lastFrame": { "bytesBase64Encoded": "{last.png}", "mimeType": "image/png" }
    }
  ],
  "parameters": { "durationSeconds": 8 }
}
'@
        }
        @{
            Mode      = 'Reference'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'The same lion, asleep'; ReferenceImage = '{first.png}', '{last.png}' }
            Body      = @'
{
  "instances": [
    {
      "prompt": "The same lion, asleep",
      "referenceImages": [
        { "image": { "bytesBase64Encoded": "{first.png}", "mimeType": "image/png" }, "referenceType": "asset" },
        { "image": { "bytesBase64Encoded": "{last.png}", "mimeType": "image/png" }, "referenceType": "asset" }
      ]
    }
  ]
}
'@
        }
        @{
            Mode      = 'Extension'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'It walks away'; SourceVideo = 'https://generativelanguage.googleapis.com/v1beta/files/f1:download?alt=media'; Resolution = '720p' }
            Body      = @'
{
  "instances": [
    { "prompt": "It walks away", "video": { "uri": "https://generativelanguage.googleapis.com/v1beta/files/f1:download?alt=media" } }
  ],
  "parameters": { "resolution": "720p" }
}
'@
        }
    )
}
