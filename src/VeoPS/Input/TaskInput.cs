using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace VeoPS.Input;

/// <summary>A task as it comes down the pipeline: whole, as an id, or as the properties that JSON, CSV or Clixml kept of it.</summary>
/// <param name="Task">The task, where an object came.</param>
/// <param name="Id">The id, where text came.</param>
internal sealed record TaskInput(VeoTask? Task, string? Id)
{
    // The names that gateways have for a task's id in a callback.
    private static readonly string[] CallbackIds = ["task_id", "request_id"];

    /// <summary>Reads the input.</summary>
    /// <param name="input">The object from the pipeline.</param>
    /// <param name="profile">The profile that is named beside it. Then an id is enough, also inside the body of a callback.</param>
    public static TaskInput? Read(PSObject? input, string? profile = null) => input?.BaseObject switch
    {
        VeoTask task => new(task, null),
        string text when !string.IsNullOrWhiteSpace(text) => new(null, text.Trim()),
        SavedVideo saved => new(new VeoTask { Id = saved.TaskId, Profile = saved.Profile, Status = VeoTaskStatus.Queued }, null),
        PSCustomObject => FromProperties(input, profile),
        IDictionary table when profile is not null => FromProperties(AsObject(table), profile),
        _ when input is not null
            && input.TypeNames.Any(name => name.StartsWith("Deserialized.", StringComparison.Ordinal)) => FromProperties(input, profile),
        _ => null,
    };

    // Id and profile are enough. The status is not taken over: the gateway, or the ledger, knows better by now.
    private static TaskInput? FromProperties(PSObject input, string? profile)
    {
        string? id = Text("Id") ?? Text("TaskId");
        string? submissionId = Text("SubmissionId");
        if (profile is not null && (id ?? submissionId) is null && FromCallback(input) is { } called) return new(null, called);
        if ((id ?? submissionId) is null || (Text("Profile") is null && submissionId is null && profile is null)) return null;
        return new(
            new VeoTask
            {
                Id = id,
                SubmissionId = submissionId ?? "",
                Profile = Text("Profile") ?? profile ?? "",
                Provider = Text("Provider") ?? "",
                Model = Text("Model"),
                Prompt = Text("Prompt"),
                JobKey = Text("JobKey"),
                Created = Time("Created"),
                Status = id is null ? VeoTaskStatus.Unknown : VeoTaskStatus.Queued,
            },
            null);

        string? Text(string name) => Cell.Text(input.Properties[name]?.Value);

        DateTime Time(string name) => Cell.Unwrap(input.Properties[name]?.Value) switch
        {
            DateTime time => time.ToUniversalTime(),
            string text when DateTime.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
                out DateTime time) => time,
            _ => default,
        };
    }

    // A callback's body, or its data.
    private static string? FromCallback(PSObject input)
    {
        foreach (string name in CallbackIds)
        {
            if (Cell.Text(input.Properties[name]?.Value) is { } id) return id;
        }

        PSObject? data = input.Properties["data"]?.Value switch
        {
            PSObject { BaseObject: PSCustomObject } inner => inner,
            object value when Cell.Unwrap(value) is IDictionary table => AsObject(table),
            _ => null,
        };
        string[] names = ["id", "taskId", .. CallbackIds];
        return data is null ? null : names.Select(name => Cell.Text(data.Properties[name]?.Value)).FirstOrDefault(id => id is not null);
    }

    private static PSObject AsObject(IDictionary table)
    {
        PSObject item = new();
        foreach (DictionaryEntry each in table)
        {
            if (Convert.ToString(each.Key, CultureInfo.InvariantCulture) is { Length: > 0 } name && item.Properties[name] is null)
                item.Properties.Add(new PSNoteProperty(name, each.Value));
        }

        return item;
    }
}
