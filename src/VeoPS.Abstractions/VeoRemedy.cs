namespace VeoPS;

/// <summary>
/// A way out of an error, as data: which option, which profile, which task. A program acts on it; the cmdlets put it into
/// the words of PowerShell.
/// </summary>
/// <param name="Action">One of <see cref="VeoRemedyAction"/>.</param>
public sealed record VeoRemedy(string Action)
{
    /// <summary>The option, the profile's setting or the environment variable that it is about.</summary>
    public string? Option { get; init; }

    /// <summary>The value to give; null where only the user knows it.</summary>
    public string? Value { get; init; }

    /// <summary>The profile that it is about.</summary>
    public string? Profile { get; init; }

    /// <summary>The kind of gateway that it is about.</summary>
    public string? Provider { get; init; }

    /// <summary>The task that it is about: the gateway's id, else ours.</summary>
    public string? Task { get; init; }

    /// <summary>The files or folders that it is about.</summary>
    public VeoList<string> Files { get; init; } = VeoList<string>.Empty;

    /// <summary>Give an option, or another value of it.</summary>
    /// <param name="option">Its name.</param>
    /// <param name="value">The value; null where only the user knows it.</param>
    public static VeoRemedy Give(string option, string? value = null) => new(VeoRemedyAction.GiveOption) { Option = option, Value = value };

    /// <summary>Leave an option out.</summary>
    /// <param name="option">Its name.</param>
    public static VeoRemedy LeaveOut(string option) => new(VeoRemedyAction.LeaveOptionOut) { Option = option };

    /// <summary>Change a registered profile.</summary>
    /// <param name="profile">Its name.</param>
    /// <param name="option">The option to set.</param>
    /// <param name="value">The value; null where only the user knows it.</param>
    public static VeoRemedy ChangeProfile(string profile, string option, string? value = null) =>
        new(VeoRemedyAction.ChangeProfile) { Profile = profile, Option = option, Value = value };

    /// <summary>Register a profile.</summary>
    /// <param name="provider">For which kind of gateway; null for any.</param>
    /// <param name="option">The option that it needs beside its key; null for none.</param>
    /// <param name="value">The value; null where only the user knows it.</param>
    public static VeoRemedy AddProfile(
        string? provider = null,
        string? option = null,
        string? value = null) =>
        new(VeoRemedyAction.AddProfile) { Provider = provider, Option = option, Value = value };

    /// <summary>Set an environment variable, or change it.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="value">The value; null where only the user knows it.</param>
    public static VeoRemedy SetVariable(string variable, string? value = null)
        => new(VeoRemedyAction.SetVariable) { Option = variable, Value = value };

    /// <summary>Look at the models of a gateway.</summary>
    /// <param name="provider">The kind of gateway.</param>
    public static VeoRemedy ShowModels(string provider) => new(VeoRemedyAction.ShowModels) { Provider = provider };

    /// <summary>Something to do with a task.</summary>
    /// <param name="action">One of <see cref="VeoRemedyAction"/> that is about a task.</param>
    /// <param name="task">The task.</param>
    public static VeoRemedy About(string action, VeoTask task) => new(action) { Task = task.ToString(), Profile = task.Profile };

    /// <inheritdoc/>
    public override string ToString()
    {
        string value = Value is null ? "" : $" ({Value})";
        return Action switch
        {
            VeoRemedyAction.GiveOption => $"Give {Option}{value}.",
            VeoRemedyAction.LeaveOptionOut => $"Leave {Option} out.",
            VeoRemedyAction.ChangeProfile => $"Set {Option}{value} of the profile '{Profile}'.",
            VeoRemedyAction.AddProfile
                => $"Register a profile{(Provider is null ? "" : $" for {Provider}")}{(Option is null ? "" : $" with {Option}{value}")}.",
            VeoRemedyAction.SetVariable => $"Set {Option}{value}.",
            VeoRemedyAction.ShowModels => $"Look at the models of {Provider}.",
            VeoRemedyAction.ListUnknown => "List the tasks whose outcome is unknown.",
            VeoRemedyAction.FindUnknown => "Look for the task among the gateway's running tasks.",
            VeoRemedyAction.Resolve => $"Settle {Task} manually.",
            VeoRemedyAction.Restart => $"Buy {Task} again.",
            VeoRemedyAction.Wait => $"Wait for {Task}.",
            VeoRemedyAction.Save => $"Save {Task} when its video is ready.",
            VeoRemedyAction.SaveUnsaved => "Save all videos that are paid for and not on disk.",
            VeoRemedyAction.Remove => $"Remove the record of {Task}.",
            VeoRemedyAction.SaveElsewhere => "Or save it to another folder or under another name.",
            VeoRemedyAction.Overwrite => "Allow it to be replaced, or give another name.",
            VeoRemedyAction.SaveRendition => "The upgraded rendition is available when the video is saved.",
            VeoRemedyAction.StoreMedia => "Or store the media in the ledger.",
            VeoRemedyAction.MoveAside => $"Move {string.Join(", ", Files)} to {Value}.",
            _ => Action,
        };
    }
}

/// <summary>The values of <see cref="VeoRemedy.Action"/>.</summary>
public static class VeoRemedyAction
{
    /// <summary>Give an option, or another value of it.</summary>
    public const string GiveOption = nameof(GiveOption);

    /// <summary>Leave an option out.</summary>
    public const string LeaveOptionOut = nameof(LeaveOptionOut);

    /// <summary>Change a registered profile.</summary>
    public const string ChangeProfile = nameof(ChangeProfile);

    /// <summary>Register a profile.</summary>
    public const string AddProfile = nameof(AddProfile);

    /// <summary>Set an environment variable.</summary>
    public const string SetVariable = nameof(SetVariable);

    /// <summary>Look at a gateway's models.</summary>
    public const string ShowModels = nameof(ShowModels);

    /// <summary>List the tasks whose outcome is unknown.</summary>
    public const string ListUnknown = nameof(ListUnknown);

    /// <summary>Look for a lost submission among the tasks that run at its gateway.</summary>
    public const string FindUnknown = nameof(FindUnknown);

    /// <summary>Settle a task of unknown outcome by hand.</summary>
    public const string Resolve = nameof(Resolve);

    /// <summary>Buy the request of a task that ended without a video again.</summary>
    public const string Restart = nameof(Restart);

    /// <summary>Wait for a task.</summary>
    public const string Wait = nameof(Wait);

    /// <summary>Save a task's videos, and wait for them where they are not there yet.</summary>
    public const string Save = nameof(Save);

    /// <summary>Save everything that is paid for and not on disk.</summary>
    public const string SaveUnsaved = nameof(SaveUnsaved);

    /// <summary>Forget a task.</summary>
    public const string Remove = nameof(Remove);

    /// <summary>Save a video to another folder, or under another name.</summary>
    public const string SaveElsewhere = nameof(SaveElsewhere);

    /// <summary>Replace the file that is there, or save under another name.</summary>
    public const string Overwrite = nameof(Overwrite);

    /// <summary>Ask for a higher resolution when the video is saved.</summary>
    public const string SaveRendition = nameof(SaveRendition);

    /// <summary>Store the media of a job in the ledger.</summary>
    public const string StoreMedia = nameof(StoreMedia);

    /// <summary>Move <see cref="VeoRemedy.Files"/> to the folder <see cref="VeoRemedy.Value"/>.</summary>
    public const string MoveAside = nameof(MoveAside);
}
