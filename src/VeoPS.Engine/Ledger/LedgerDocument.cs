using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// A task on disk. Within a version, later builds may add fields at the top level, and earlier ones keep them; a
/// change that an earlier build would spoil raises <see cref="CurrentVersion"/>.
/// </summary>
internal sealed class LedgerDocument
{
    public const int CurrentVersion = 1;
    private const int RawLimit = 64 * 1024;

    public int Version { get; set; }
    public string? SubmissionId { get; set; }
    public string? Id { get; set; }
    public string? Profile { get; set; }
    public string? Provider { get; set; }
    public string? Origin { get; set; }
    public string? Model { get; set; }
    public string? Status { get; set; }
    public int? Progress { get; set; }
    public string? Prompt { get; set; }
    public string? JobKey { get; set; }
    public string?[]? Tag { get; set; }
    public DateTime Created { get; set; }
    public DateTime Updated { get; set; }
    public DateTime? Completed { get; set; }
    public DateTime SubmitDeadline { get; set; }
    public DateTime? LinkMissingSince { get; set; }
    public string? RequestHash { get; set; }
    public string? SentFingerprint { get; set; }
    public long? Seed { get; set; }
    public string? Failover { get; set; }
    public bool IsRendition { get; set; }
    public string? RenditionOf { get; set; }
    public string? RetryOf { get; set; }
    public string? CallbackToken { get; set; }
    public VideoDocument?[]? Videos { get; set; }
    public CostDocument? Cost { get; set; }
    public ErrorDocument? Error { get; set; }
    public SavedFile?[]? Saved { get; set; }
    public string? RawStatus { get; set; }
    public string? Raw { get; set; }

    /// <summary>The members that a later build wrote.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }

    public static LedgerDocument From(LedgerEntry entry, Dictionary<string, JsonElement>? extra = null) => new()
    {
        Version = CurrentVersion,
        SubmissionId = entry.Task.SubmissionId,
        Id = entry.Task.Id,
        Profile = entry.Task.Profile,
        Provider = entry.Task.Provider,
        Origin = entry.Origin,
        Model = entry.Task.Model,
        Status = entry.Task.Status,
        Progress = entry.Task.Progress,
        Prompt = entry.Task.Prompt,
        JobKey = entry.Task.JobKey,
        Tag = [.. entry.Task.Tag],
        Created = entry.Task.Created,
        Updated = entry.Task.Updated,
        Completed = entry.Task.Completed,
        SubmitDeadline = entry.SubmitDeadline,
        LinkMissingSince = entry.LinkMissingSince,
        RequestHash = entry.RequestHash,
        SentFingerprint = entry.SentFingerprint,
        Seed = entry.Seed,
        Failover = entry.Task.Failover,
        IsRendition = entry.IsRendition,
        RenditionOf = entry.RenditionOf,
        RetryOf = entry.Task.RetryOf,
        CallbackToken = entry.CallbackToken,
        Videos = [.. entry.Task.Videos.Select(VideoDocument.From)],
        Cost = entry.Task.Cost is { } cost ? CostDocument.From(cost) : null,
        Error = entry.Task.Error is { } error ? ErrorDocument.From(error) : null,
        Saved = [.. entry.Saved],
        RawStatus = entry.Task.RawStatus,
        Raw = entry.Task.Raw is { } raw && Encoding.UTF8.GetByteCount(raw) <= RawLimit ? raw : null,
        Extra = extra,
    };

    public LedgerEntry ToEntry() => new()
    {
        Task = new VeoTask
        {
            SubmissionId = SubmissionId ?? "",
            Id = Id,
            Profile = Profile ?? "",
            Failover = Failover,
            Provider = Provider ?? "",
            Model = Model,
            Status = Status ?? VeoTaskStatus.Unknown,
            Progress = Progress,
            Prompt = Prompt,
            JobKey = JobKey,
            Tag = Known(Tag),
            RetryOf = RetryOf,
            Created = Created,
            Updated = Updated,
            Completed = Completed,
            Videos = new VeoList<VeoVideo>(Known(Videos).Select(video => video.ToVideo())),
            Cost = Cost?.ToCost(),
            Error = Error?.ToError(),
            RawStatus = RawStatus,
            Raw = Raw,
        },
        Origin = Origin ?? "",
        SubmitDeadline = SubmitDeadline,
        LinkMissingSince = LinkMissingSince,
        RequestHash = RequestHash,
        SentFingerprint = SentFingerprint,
        Seed = Seed,
        IsRendition = IsRendition,
        RenditionOf = RenditionOf,
        CallbackToken = CallbackToken,
        Saved = Known(Saved),
    };

    // A hand may have left a null where a build never writes one.
    private static VeoList<T> Known<T>(T?[]? items) where T : class => new((items ?? []).OfType<T>());
}
