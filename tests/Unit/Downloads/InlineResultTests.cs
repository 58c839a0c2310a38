using VeoPS.Engine.Downloads;
using VeoPS.Engine.Http;
using VeoPS.Engine.Tasks;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;
using VeoPS.Tests.Tasks;

namespace VeoPS.Tests.Downloads;

/// <summary>A finished task that has its video itself where a link belongs, as relays of several gateways send it.</summary>
public sealed class InlineResultTests
{
    private static readonly byte[] Small = [.. Films.Box("ftyp", 8), .. Films.Box("moov", 100), .. Films.Box("mdat", 3000)];

    public static TheoryData<Protocol, string> Answers => new()
    {
        { Protocol.TokenBay, """{"id":"t","object":"video","status":"completed","metadata":{"url":"data:video/mp4;base64,FILM"}}""" },
        {
            Protocol.TokenBay,
            """{"code":"success","data":{"task_id":"t","status":"SUCCESS","fail_reason":"data:video/mp4;base64,FILM"}}""" },
        { Protocol.TokenBay, """{"task_id":"t","status":"SUCCESS","result_url":"FILM"}""" },
        {
            Protocol.Apikley,
            """{"code":200,"data":{"taskId":"t","successFlag":1,"response":{"resultUrls":["data:video/mp4;base64,FILM"]}}}""" },
        {
            Protocol.Apikley,
            """{"code":200,"data":{"taskId":"t","successFlag":1,"response":{"resultUrls":"data:video/mp4;base64,FILM"}}}""" },
        { Protocol.Apikley, """{"code":200,"msg":"success","data":{"taskId":"t","successFlag":1,"response":{"resultUrls":["FILM"]}}}""" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_video_where_a_link_belongs_is_saved(Protocol protocol, string answer) => await SaveAsync(protocol, answer, Small);

    [Fact]
    public async Task A_video_in_an_answer_of_more_than_16_MiB_is_saved()
    {
        byte[] film = [.. Films.Box("ftyp", 8), .. Films.Box("moov", 100), .. Films.Box("mdat", 14_000_000)];
        await SaveAsync(Protocol.TokenBay, """{"id":"t","status":"completed","metadata":{"url":"data:video/mp4;base64,FILM"}}""", film);
    }

    private static async Task SaveAsync(Protocol protocol, string answer, byte[] film)
    {
        await using PollerStage stage = await PollerStage.StartAsync(protocol);
        using TempFolder folder = new();
        using HttpTransport transport = new(stage.Clock);
        string body = answer.Replace("FILM", Convert.ToBase64String(film), StringComparison.Ordinal);
        stage.Gateway.Faults.Add(Route.Poll, Fault.Status(200, body, "application/json"));

        VeoTask task = (await stage.PollAsync()).Task;

        VeoVideo video = Assert.Single(task.Videos);
        Assert.Equal((VeoTaskStatus.Succeeded, (Uri?)null), (task.Status, video.Uri));
        Assert.InRange(task.Raw!.Length, 1, 1000);
        SavedVideo saved = await new VideoSaver(transport, ledger: null, stage.Clock).SaveAsync(
            new SaveOrder
            {
                Task = task,
                Profile = stage.Profile,
                Video = video,
                FinalPath = folder.PathOf("film.mp4"),
                OpenInline = token => InlineVideo.OpenAsync(transport, stage.Handle, 0, token),
            },
            null,
            PollerStage.Token);
        Assert.Equal(film, await File.ReadAllBytesAsync(saved.FullName, PollerStage.Token));
    }
}
