using System.ComponentModel;
using System.Management.Automation;

namespace VeoPS.Views;

/// <summary>The columns of tasks that are more than a property. <c>VeoPS.Types.ps1xml</c> names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TaskView
{
    /// <summary>Its id, else our name for it, as a terminal may be shown it.</summary>
    /// <param name="of">A task.</param>
    public static string? Id(PSObject of) => new ViewObject(of).Name;

    /// <summary>Its id as a terminal may be shown it; null where it has none.</summary>
    /// <param name="of">A task.</param>
    public static string? ListId(PSObject of) => new ViewObject(of) is var task && task.Text("Id") is null ? null : task.Name;

    /// <summary>Its status, with its progress, in its colour.</summary>
    /// <param name="of">A task.</param>
    public static string? Status(PSObject of)
    {
        ViewObject task = new(of);
        string status = task.Text("Status") ?? "";
        string? progress = status == VeoTaskStatus.Running ? task.Text("Progress") : null;
        return ViewText.Paint(progress is null ? status : $"{status} {progress}%", ColourOf(status));
    }

    /// <summary>How far it is, as <c>40 %</c>.</summary>
    /// <param name="of">A task.</param>
    public static string? Progress(PSObject of) => new ViewObject(of).Text("Progress") is { } progress ? progress + " %" : null;

    /// <summary>How long ago it was recorded.</summary>
    /// <param name="of">A task.</param>
    public static string? Age(PSObject of) => ViewText.Age(new ViewObject(of)["Created"]);

    /// <summary>Its tags.</summary>
    /// <param name="of">A task.</param>
    public static string? Tag(PSObject of) => new ViewObject(of).Join("Tag");

    /// <summary>When it was recorded.</summary>
    /// <param name="of">A task.</param>
    public static string? Created(PSObject of) => ViewText.Time(new ViewObject(of)["Created"]);

    /// <summary>When its state was read.</summary>
    /// <param name="of">A task.</param>
    public static string? Updated(PSObject of) => ViewText.Time(new ViewObject(of)["Updated"]);

    /// <summary>When it ended.</summary>
    /// <param name="of">A task.</param>
    public static string? Completed(PSObject of) => ViewText.Time(new ViewObject(of)["Completed"]);

    /// <summary>Its videos with their links, one a line.</summary>
    /// <param name="of">A task.</param>
    public static string? Videos(PSObject of) => string.Join("\n", new ViewObject(of).List("Videos").Select(VideoView.Line));

    /// <summary>Its cost and where the amount comes from.</summary>
    /// <param name="of">A task.</param>
    public static string? Cost(PSObject of) => new ViewObject(of).Of("Cost") is { } cost ? CostView.Line(cost) : null;

    /// <summary>The beginning of the gateway's last answer.</summary>
    /// <param name="of">A task.</param>
    public static string? Raw(PSObject of)
    {
        string? raw = new ViewObject(of).Text("Raw");
        return raw is { Length: > MostRaw }
            ? FormattableString.Invariant($"{raw.Substring(0, MostRaw)}… ({raw.Length} characters)")
            : raw;
    }

    private const int MostRaw = 400;

    private static string? ColourOf(string status) => status switch
    {
        VeoTaskStatus.Succeeded => "Green",
        VeoTaskStatus.Failed or VeoTaskStatus.Filtered or VeoTaskStatus.Expired => "Red",
        VeoTaskStatus.Unknown => "Yellow", // It may have been bought.
        VeoTaskStatus.Submitting or VeoTaskStatus.Queued or VeoTaskStatus.Running => "Cyan",
        _ => null,
    };
}
