using System.Text.Json;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Dialects.Google;

/// <summary>
/// The videos of an operation, under every name that Google's APIs, their clients and their proxies have for them: a list of
/// <c>videos</c> (Vertex), <c>generatedSamples</c> or <c>generatedVideos</c>; each an address, or an object that may be wrapped in
/// <c>video</c>, with <c>gcsUri</c> or <c>uri</c>, or the bytes themselves as <c>bytesBase64Encoded</c>, <c>encodedVideo</c> or
/// <c>videoBytes</c> (googleapis/js-genai maps the second to the third).
/// </summary>
internal static class GoogleVideos
{
    private static readonly string[] Lists = ["videos", "generatedSamples", "generatedVideos"];

    /// <summary>The videos of a result, from every list that it has.</summary>
    /// <param name="result">The operation's response, or the part of it that has the lists.</param>
    public static IReadOnlyList<VideoLink> In(JsonElement? result)
    {
        int inline = 0;
        List<VideoLink> videos = [];
        foreach (JsonElement item in Lists.SelectMany(list => result.Member(list).Items()))
        {
            JsonElement? video = item.Member("video") ?? item;
            string? mimeType = video.Text("mimeType") ?? video.Text("encoding");
            int copies = InlineMediaStream.Members.Count(name => video.Member(name) is { ValueKind: JsonValueKind.String });
            string? link = item.Text() ?? video.Text("gcsUri") ?? video.Text("uri");
            if (link is not null) videos.Add(new VideoLink(GoogleStorage.ToHttps(link), MimeType: mimeType));
            else if (copies > 0) videos.Add(new VideoLink("", MimeType: mimeType, Inline: inline));
            inline += copies; // The stream that reads them counts every such member.
        }

        return videos;
    }
}
