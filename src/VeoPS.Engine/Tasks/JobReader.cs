using System.Collections;
using System.Text.Json;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;

namespace VeoPS.Engine.Tasks;

/// <summary>Makes of a job's record the row that a purchase takes, with the same fingerprint as the request that was added.</summary>
internal static class JobReader
{
    /// <summary>The job as it is handed out and listed. One whose request cannot be read is listed with that for its error.</summary>
    /// <param name="job">Its record.</param>
    /// <param name="options">Those that it has; null for all.</param>
    public static VeoJob Job(LedgerJob job, IEnumerable<VideoOption>? options = null)
    {
        VeoJob listed = new()
        {
            JobKey = job.JobKey,
            State = job.State,
            Attempts = job.Attempts,
            Error = job.Error,
            Priority = job.Priority,
            NotBefore = job.NotBefore,
            Added = job.Added,
            LeasedBy = job.LeasedBy,
            LeasedUntil = job.LeasedUntil,
            Task = job.Entry?.Task,
            RetryOf = job.RestartOf,
            Profile = new VeoList<string>(job.Profiles),
            Tag = new VeoList<string>(job.Tag),
        };
        try
        {
            return RecordReading.Read("The request", () => WithRequest(listed, job, options ?? VideoOptions.All));
        }
        catch (InvalidDataException exception)
        {
            return new VeoJob(listed) { Error = job.Error ?? exception.Message };
        }
    }

    private static VeoJob WithRequest(VeoJob listed, LedgerJob job, IEnumerable<VideoOption> options)
    {
        using JsonDocument document = JsonDocument.Parse(job.Request);
        JsonElement row = document.RootElement;
        return new VeoJob(listed)
        {
            MaxCost = Find(nameof(VeoJob.MaxCost))?.GetDecimal(),
            Options = new OptionValues(options.Select(option =>
                new KeyValuePair<string, object?>(option.Name, Find(option.Name) is { } value ? Cell(option, value) : null))),
        };

        JsonElement? Find(string name) => row.TryGetProperty(name, out JsonElement value) ? value : null;

        object? Cell(VideoOption option, JsonElement value) => option switch
        {
            MediaOption { IsList: true } => new VeoList<string>(value.EnumerateArray().Select(MediaText).OfType<string>()),
            MediaOption { IsVideo: true } => Video(value, job.Profiles[0]),
            MediaOption => MediaText(value),
            SwitchOption => SwitchOption.Word(value.GetBoolean()),
            AddressOption => value.GetString(),
            TableOption => Table(value),
            _ => StoredRequest.Value(option, value),
        };
    }

    /// <summary>Why a job can no longer be bought as it was added; null where it can.</summary>
    public static VeoException? WhyChanged(LedgerJob job)
    {
        try
        {
            VeoRequest request = StoredRequest.FromJson(job.Request)
                ?? throw new InvalidDataException("Its request was stored incompletely.");
            if (RequestFingerprint.All(request).Contains(job.RequestHash)) return null;
            IEnumerable<string> files = request.Media.Select(each => each.Media).OfType<FileMedia>().Select(file => $"'{file.Path}'");
            return Changed($"has files that were changed after it was added ({string.Join(", ", files)})", null);
        }
        catch (Exception exception) when (exception is VeoException or InvalidDataException)
        {
            return Changed($"cannot be bought: {exception.InnerException?.Message ?? exception.Message}", exception);
        }

        VeoException Changed(string why, Exception? inner) => new(
            VeoErrorId.RequestInvalid,
            $"The job '{job.JobKey}' {why.TrimEnd('.')}. Nothing was sent and nothing was bought. The job is now Failed. Fix "
                + "the cause, remove the job, and add it again.",
            inner);
    }

    private static string? MediaText(JsonElement media)
    {
        if (media.TryGetProperty("Path", out JsonElement path)) return path.GetString();
        if (media.TryGetProperty("Uri", out JsonElement uri)) return uri.GetString();
        if (media.TryGetProperty("TaskId", out JsonElement id)) return id.GetString();
        return media.TryGetProperty(SqlJobs.MediaBytes, out JsonElement bytes)
            ? $"data:{media.GetProperty("MimeType").GetString()};base64,{bytes.GetString()}"
            : null;
    }

    // A gateway that goes on with links only needs the link beside the id.
    private static object? Video(JsonElement media, string profile)
    {
        if (!media.TryGetProperty("TaskId", out JsonElement id) || !media.TryGetProperty("Uri", out JsonElement uri))
            return MediaText(media);
        VeoVideo video = new() { Uri = new Uri(uri.GetString()!) };
        return new VeoTask {
            Id = id.GetString(),
            Profile = profile,
            Status = VeoTaskStatus.Succeeded,
            Videos = new VeoList<VeoVideo>([video]) };
    }

    private static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Table(json),
        JsonValueKind.Array => json.EnumerateArray().Select(Value).ToArray(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetDecimal(out decimal number) ? number : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static Hashtable Table(JsonElement json)
    {
        Hashtable table = new(StringComparer.Ordinal);
        foreach (JsonProperty member in json.EnumerateObject()) table[member.Name] = Value(member.Value);
        return table;
    }
}
