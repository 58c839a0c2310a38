using System.Collections.Concurrent;
using System.Text.Json;

namespace VeoPS.TestGateway;

/// <summary>The tasks of one gateway, and how they are to end.</summary>
internal sealed class TaskStore(GatewayOptions options)
{
    private readonly Journal<AcceptedTask> _accepted = new();
    private readonly ConcurrentDictionary<string, VideoTask> _tasks = new();
    private readonly Journal<(Outcome Outcome, string? PromptContains)> _outcomes = new();
    private string _run = NewRun();

    public IReadOnlyList<AcceptedTask> Accepted => _accepted.Snapshot();

    /// <summary>Takes a submission: from here on it counts as bought.</summary>
    public VideoTask Accept(Protocol protocol, JsonElement request)
    {
        var accepted = _accepted.Add(sequence => new AcceptedTask
        {
            Sequence = sequence,
            TaskId = protocol switch
            {
                Protocol.Apikley or Protocol.Kie => $"veo_task_{_run}{sequence:D6}",
                Protocol.TokenBay => $"task_{_run}{sequence:D24}",
                Protocol.OpenAIVideos => $"video_{_run}{sequence:D6}",
                Protocol.OpenRouter => $"job-{_run}{sequence:D6}",
                Protocol.Vtrix => $"task-{_run}{sequence:D6}",
                // It names the file too, and Google's clients find the name in a link by its small letters and digits.
                Protocol.Gemini => $"{_run}{sequence:D6}",
                _ => $"gen_{_run}{sequence:D6}",
            },
            Protocol = protocol,
            Request = request,
            AcceptedAt = options.TimeProvider.GetUtcNow(),
        });
        return _tasks[accepted.TaskId] = new VideoTask(accepted, OutcomeFor(accepted), options);
    }

    public VideoTask? Find(string? id) => id is null ? null : _tasks.GetValueOrDefault(id);

    public VideoTask? Find(string? id, Protocol protocol) => Find(id) is { } task && task.Accepted.Protocol == protocol ? task : null;

    public void SetOutcome(Outcome outcome, string? promptContains) => _outcomes.Add(_ => (outcome, promptContains));

    public void Clear()
    {
        _accepted.Clear();
        _tasks.Clear();
        _outcomes.Clear();
        _run = NewRun();
    }

    /// <summary>A part of every id, so that a gateway started anew gives out none of the old ones: clients keep them on disk.</summary>
    private static string NewRun() => Guid.NewGuid().ToString("N")[..8];

    private Outcome OutcomeFor(AcceptedTask task)
    {
        foreach (var (outcome, promptContains) in _outcomes.Snapshot().Reverse())
        {
            if (promptContains is null || task.Prompt.Contains(promptContains, StringComparison.Ordinal))
            {
                return outcome;
            }
        }

        return options.Outcome;
    }
}
