using System.Globalization;
using System.Management.Automation;
using VeoPS.Engine;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Input;

/// <summary>A task as it comes down the pipeline: whole, as an id, or as what JSON, CSV or Clixml left of it.</summary>
/// <param name="Task">The task, where an object came.</param>
/// <param name="Id">The id, where text came.</param>
internal sealed record TaskInput(VeoTask? Task, string? Id)
{
    public static TaskInput? Read(PSObject? input) => input?.BaseObject switch
    {
        VeoTask task => new(task, null),
        string text when !string.IsNullOrWhiteSpace(text) => new(null, text.Trim()),
        SavedVideo saved => new(new VeoTask { Id = saved.TaskId, Profile = saved.Profile, Status = VeoTaskStatus.Queued }, null),
        PSCustomObject => FromProperties(input),
        _ when input is not null && input.TypeNames.Any(name => name.StartsWith("Deserialized.", StringComparison.Ordinal)) => FromProperties(input),
        _ => null,
    };

    // Id and profile are enough. The status is not taken over: the gateway, or the ledger, knows better by now.
    private static TaskInput? FromProperties(PSObject input)
    {
        string? id = Text("Id") ?? Text("TaskId");
        string? submissionId = Text("SubmissionId");
        if ((id ?? submissionId) is null || (Text("Profile") is null && submissionId is null)) return null;
        return new(
            new VeoTask
            {
                Id = id,
                SubmissionId = submissionId ?? "",
                Profile = Text("Profile") ?? "",
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
            string text when DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time) => time,
            _ => default,
        };
    }
}
