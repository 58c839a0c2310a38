# https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/veo-video-generation. The key is an access token.
@{
    Setting = @{ Project = 'p1'; Location = 'europe-west4' }
    Path    = '/v1/projects/p1/locations/europe-west4/publishers/google/models/veo-3.1-fast-generate-001:predictLongRunning'
    Remedy  = @{ EnhancePrompt = 'prompts are always enhanced' }
    Case    = @(
        @{
            Mode      = 'Text'
            From      = 'the fields of the page'
            Path      = '/v1/projects/p1/locations/europe-west4/publishers/google/models/veo-3.1-generate-001:predictLongRunning'
            Parameter = @{
                Model = 'veo-3.1-generate-001'; Prompt = 'A lion in the savannah'; Resolution = '1080p'; Duration = 8; AspectRatio = '9:16'; PersonGeneration = 'Disallow'
                NegativePrompt = 'cartoon'; Audio = 'Off'; Seed = 4294967295; Count = 2; ProviderOption = @{ parameters = @{ compressionQuality = 'lossless' } }
            }
            Body      = @'
{
  "instances": [{ "prompt": "A lion in the savannah" }],
  "parameters": {
    "sampleCount": 2,
    "durationSeconds": 8,
    "aspectRatio": "9:16",
    "resolution": "1080p",
    "personGeneration": "dont_allow",
    "negativePrompt": "cartoon",
    "generateAudio": false,
    "seed": 4294967295,
    "compressionQuality": "lossless"
  }
}
'@
        }
        @{
            Mode      = 'FirstFrame'
            From      = 'the fields of the page, without a prompt'
            Parameter = @{ FirstFrame = 'https://storage.googleapis.com/bucket/a%20folder/first.png' }
            Body      = @'
{
  "instances": [{ "image": { "gcsUri": "gs://bucket/a folder/first.png", "mimeType": "image/png" } }]
}
'@
        }
        @{
            Mode      = 'FirstAndLastFrame'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'It wakes'; FirstFrame = '{first.png}'; LastFrame = 'https://storage.googleapis.com/bucket/last.webp' }
            Body      = @'
{
  "instances": [
    {
      "prompt": "It wakes",
      "image": { "bytesBase64Encoded": "{first.png}", "mimeType": "image/png" },
      "lastFrame": { "gcsUri": "gs://bucket/last.webp", "mimeType": "image/webp" }
    }
  ]
}
'@
        }
        @{
            Mode      = 'Reference'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'The same lion, asleep'; ReferenceImage = '{first.png}', 'https://storage.googleapis.com/bucket/mane.jpg' }
            Body      = @'
{
  "instances": [
    {
      "prompt": "The same lion, asleep",
      "referenceImages": [
        { "image": { "bytesBase64Encoded": "{first.png}", "mimeType": "image/png" }, "referenceType": "asset" },
        { "image": { "gcsUri": "gs://bucket/mane.jpg", "mimeType": "image/jpeg" }, "referenceType": "asset" }
      ]
    }
  ]
}
'@
        }
        @{
            Mode      = 'Extension'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'It walks away'; SourceVideo = 'https://storage.googleapis.com/bucket/lion.mp4' }
            Body      = @'
{
  "instances": [
    { "prompt": "It walks away", "video": { "gcsUri": "gs://bucket/lion.mp4", "mimeType": "video/mp4" } }
  ]
}
'@
        }
    )
}
