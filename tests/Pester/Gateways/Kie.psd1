# https://docs.kie.ai/veo3-api/generate-veo-3-video, and extend-video and file-upload-api/quickstart beside it.
@{
    Base   = '/kie'
    Path   = '/api/v1/veo/generate'
    Remedy = @{ NegativePrompt = 'Describe in the prompt'; Audio = 'every video has sound' }
    Case   = @(
        @{
            Mode      = 'Text'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'A dog playing in a park'; Model = 'veo3_lite'; AspectRatio = '9:16'; Resolution = '4k'; Duration = 6; TranslatePrompt = 'Off'; Watermark = 'MyBrand' }
            Body      = @'
{
  "prompt": "A dog playing in a park",
  "model": "veo3_lite",
  "aspect_ratio": "9:16",
  "resolution": "4k",
  "duration": 6,
  "enableTranslation": false,
  "watermark": "MyBrand"
}
'@
        }
        @{
            Mode      = 'FirstFrame'
            From      = 'a file, which is uploaded first'
            Parameter = @{ Prompt = 'A dog playing in a park'; FirstFrame = '{first.png}' }
            Body      = @'
{
  "prompt": "A dog playing in a park",
  "imageUrls": ["{upload:first.png}"],
  "model": "veo3_fast",
  "generationType": "FIRST_AND_LAST_FRAMES_2_VIDEO"
}
'@
        }
        @{
            Mode      = 'FirstAndLastFrame'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'A dog playing in a park'; Model = 'veo3'; FirstFrame = 'https://example.com/1.jpg'; LastFrame = 'https://example.com/2.jpg'; AspectRatio = 'Auto' }
            Body      = @'
{
  "prompt": "A dog playing in a park",
  "imageUrls": ["https://example.com/1.jpg", "https://example.com/2.jpg"],
  "model": "veo3",
  "generationType": "FIRST_AND_LAST_FRAMES_2_VIDEO",
  "aspect_ratio": "Auto"
}
'@
        }
        @{
            Mode      = 'Reference'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'A dog playing in a park'; ReferenceImage = 'https://example.com/1.jpg', 'https://example.com/2.jpg'; AspectRatio = '9:16'; CallbackUri = 'https://example.com/hook' }
            Body      = @'
{
  "prompt": "A dog playing in a park",
  "imageUrls": ["https://example.com/1.jpg", "https://example.com/2.jpg"],
  "model": "veo3_fast",
  "generationType": "REFERENCE_2_VIDEO",
  "aspect_ratio": "9:16",
  "callBackUrl": "https://example.com/hook"
}
'@
        }
        @{
            Mode      = 'Extension'
            From      = 'the fields of the page on extensions'
            Path      = '/api/v1/veo/extend'
            Parameter = @{ Prompt = 'The dog goes on running'; Model = 'veo3_lite'; SourceVideo = '{Text}'; Seed = 12345 }
            Body      = '{ "taskId": "{Text}", "prompt": "The dog goes on running", "model": "lite", "seeds": 12345 }'
        }
    )
}
