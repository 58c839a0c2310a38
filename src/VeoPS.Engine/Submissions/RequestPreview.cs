using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;

namespace VeoPS.Engine.Submissions;

/// <summary>What would be sent, for a person to look at. Uploads nothing, reads no more than the files that would be inlined.</summary>
public static class RequestPreview
{
    /// <summary>The JSON body, redacted, with inline media left out. A file that would be uploaded first stands as its path.</summary>
    /// <param name="request">What to make; already held against the gateway's table.</param>
    /// <param name="profile">Where.</param>
    public static string Of(VeoRequest request, GatewayProfile profile)
    {
        bool inlines = profile.Gateway.Table.Find(request.Model ?? profile.DefaultModel).ImageForms.HasFlag(MediaForms.Data);
        WireRequest wire = profile.Gateway.Submit(
            request with
            {
                FirstFrame = Shown(request.FirstFrame),
                LastFrame = Shown(request.LastFrame),
                ReferenceImages = [.. request.ReferenceImages.Select(image => Shown(image)!)],
            },
            profile);
        return wire.Body is JsonBody body ? RawAnswer.Of(body.Json.ToJsonString())! : "";

        MediaInput? Shown(MediaInput? media) => media switch
        {
            FileMedia file when inlines => new InlineMedia(file.MimeType, File.ReadAllBytes(file.Path)),
            FileMedia file => new LinkedMedia(new Uri(file.Path)),
            InlineMedia inline when !inlines => new LinkedMedia(new Uri("data:" + inline.MimeType)),
            _ => media,
        };
    }
}
