# https://docs.uniall.ai/models/video/veo-3-1/create-task: every body is an example of the page.
@{
    Base   = '/uniall'
    Path   = '/v1/video/generations'
    Remedy = @{ Count = 'Submit a request for each video' }
    Case   = @(
        @{
            Mode      = 'Text'
            From      = 'the example of the page'
            Parameter = @{
                Model = 'veo3.1-video-1080p'; Prompt = ' camera, camera. '; Resolution = '1080p'; AspectRatio = '16:9'; Duration = 8
                Audio = 'On'; NegativePrompt = ', blur'; Seed = 7
            }
            Body      = @'
{
  "model": "veo3.1-video-1080p",
  "prompt": " camera, camera. ",
  "size": "1080p",
  "aspect_ratio": "16:9",
  "duration": 8,
  "extra_body": {
    "generate_audio": true,
    "negative_prompt": ", blur",
    "seed": 7
  }
}
'@
        }
        @{
            Mode      = 'FirstFrame'
            From      = 'the example of the page'
            Parameter = @{
                Model = 'veo3.1-video-720p'; Prompt = ', and. '; FirstFrame = 'https://example.com/keyframe.png'; Resolution = '720p'; AspectRatio = '16:9'; Duration = 6
                Audio = 'Off'; NegativePrompt = 'artifacts, '
            }
            Body      = @'
{
  "model": "veo3.1-video-720p",
  "prompt": ", and. ",
  "image": "https://example.com/keyframe.png",
  "size": "720p",
  "aspect_ratio": "16:9",
  "duration": 6,
  "extra_body": {
    "generate_audio": false,
    "negative_prompt": "artifacts, "
  }
}
'@
        }
        @{
            Mode      = 'FirstAndLastFrame'
            From      = 'the example of the page'
            Parameter = @{
                Model = 'veo3.1-fast-video'; Prompt = ', subject, cameralanguage. '; FirstFrame = 'https://example.com/start-frame.png'; LastFrame = 'https://example.com/end-frame.png'
                Resolution = '1080p'; AspectRatio = '16:9'; Duration = 6; Audio = 'On'
            }
            Body      = @'
{
  "model": "veo3.1-fast-video-1080p",
  "prompt": ", subject, cameralanguage. ",
  "image": "https://example.com/start-frame.png",
  "last_image": "https://example.com/end-frame.png",
  "size": "1080p",
  "aspect_ratio": "16:9",
  "duration": 6,
  "extra_body": {
    "generate_audio": true
  }
}
'@
        }
        @{
            Mode      = 'Reference'
            From      = 'the example of the page'
            Parameter = @{
                Model = 'veo3.1-video'; Prompt = ', and. '; ReferenceImage = 'https://example.com/ref-1.png', 'https://example.com/ref-2.png'
                Resolution = '1080p'; AspectRatio = '9:16'; Duration = 6; Audio = 'On'; Seed = 11
            }
            Body      = @'
{
  "model": "veo3.1-video-1080p",
  "prompt": ", and. ",
  "images": [
    "https://example.com/ref-1.png",
    "https://example.com/ref-2.png"
  ],
  "size": "1080p",
  "aspect_ratio": "9:16",
  "duration": 6,
  "extra_body": {
    "generate_audio": true,
    "seed": 11
  }
}
'@
        }
        @{
            # Its table says that an extension has no duration. The example has one: it goes out because it was asked for.
            Mode      = 'Extension'
            From      = 'the example of the page'
            Parameter = @{
                Model = 'veo3.1-video-720p'; Prompt = ' video action, scenariostyle. '; SourceVideo = 'https://example.com/source.mp4'; Resolution = '720p'; Duration = 6
                NegativePrompt = ', '; Seed = 9
            }
            Body      = @'
{
  "model": "veo3.1-video-720p",
  "prompt": " video action, scenariostyle. ",
  "video": "https://example.com/source.mp4",
  "size": "720p",
  "duration": 6,
  "extra_body": {
    "negative_prompt": ", ",
    "seed": 9
  }
}
'@
        }
    )
}
