# https://docs.apikley.ru/veo3-api/google_veo3-api_generate-veo-3-video, and veo3-api_extend-video beside it.
@{
    Path   = '/api/v1/veo/generate'
    Remedy = @{ Resolution = 'Save-VeoVideo -Resolution'; NegativePrompt = 'Describe in the prompt'; Audio = 'every video has sound' }
    Case   = @(
        @{
            Mode      = 'Text'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'A dog playing in a park'; AspectRatio = 'Auto'; Seed = 99999; TranslatePrompt = 'Off' }
            Body      = @'
{
  "prompt": "A dog playing in a park",
  "model": "veo3_fast",
  "aspectRatio": "Auto",
  "seeds": 99999,
  "enableTranslation": false
}
'@
        }
        @{
            Mode      = 'FirstFrame'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'A dog playing in a park'; Model = 'veo3'; FirstFrame = 'http://example.com/image1.jpg' }
            Body      = @'
{
  "prompt": "A dog playing in a park",
  "imageUrls": ["http://example.com/image1.jpg"],
  "model": "veo3",
  "generationType": "FIRST_AND_LAST_FRAMES_2_VIDEO"
}
'@
        }
        @{
            Mode      = 'FirstAndLastFrame'
            From      = 'the fields of the page'
            Parameter = @{ Prompt = 'A dog playing in a park'; FirstFrame = 'http://example.com/image1.jpg'; LastFrame = 'http://example.com/image2.jpg' }
            Body      = @'
{
  "prompt": "A dog playing in a park",
  "imageUrls": ["http://example.com/image1.jpg", "http://example.com/image2.jpg"],
  "model": "veo3_fast",
  "generationType": "FIRST_AND_LAST_FRAMES_2_VIDEO"
}
'@
        }
        @{
            Mode      = 'Reference'
            From      = 'the example of the page'
            Parameter = @{
                Prompt = 'A dog playing in a park'; ReferenceImage = 'http://example.com/image1.jpg', 'http://example.com/image2.jpg'; Model = 'veo3_fast'
                Watermark = 'MyBrand'; CallbackUri = 'http://your-callback-url.com/complete'; AspectRatio = '16:9'; Seed = 12345; TranslatePrompt = 'On'
                ProviderOption = @{ enableFallback = $false }
            }
            Body      = @'
{
  "prompt": "A dog playing in a park",
  "imageUrls": ["http://example.com/image1.jpg", "http://example.com/image2.jpg"],
  "model": "veo3_fast",
  "watermark": "MyBrand",
  "callBackUrl": "http://your-callback-url.com/complete",
  "aspectRatio": "16:9",
  "seeds": 12345,
  "enableFallback": false,
  "enableTranslation": true,
  "generationType": "REFERENCE_2_VIDEO"
}
'@
        }
        @{
            Mode      = 'Extension'
            From      = 'the fields of the page on extensions'
            Path      = '/api/v1/veo/extend'
            Parameter = @{ Prompt = 'The dog goes on running'; SourceVideo = '{Text}'; Seed = 12345; Watermark = 'MyBrand'; CallbackUri = 'http://your-callback-url.com/complete' }
            Body      = @'
{
  "taskId": "{Text}",
  "prompt": "The dog goes on running",
  "model": "fast",
  "seeds": 12345,
  "watermark": "MyBrand",
  "callBackUrl": "http://your-callback-url.com/complete"
}
'@
        }
    )
}
