using System.Collections;
using System.Management.Automation;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;

namespace VeoPS.Input;

/// <summary>Makes a request of New-VeoVideo's raw arguments, gathering every fault.</summary>
/// <param name="fullPath">Makes a path absolute, as the caller's location has it.</param>
/// <param name="faults">Gets the values that cannot be read.</param>
internal sealed class VideoArguments(Func<string, string> fullPath, Faults faults)
{
    /// <summary>The value that an option's reader takes for an argument: media and tables as such, any other value without
    /// PowerShell's wrapping.</summary>
    public object? Value(VideoOption option, object? value) => option switch
    {
        MediaOption { IsVideo: true } => Video(option.Name, value),
        MediaOption { IsList: true } => Images(option.Name, value),
        MediaOption => Image(option.Name, value),
        TableOption => OptionJson.Of(value, faults),
        TextOption { IsName: false } => Prose(option.Name, Cell.Text(value)),
        _ => Cell.Plain(value),
    };

    private string? Prose(string parameter, string? text)
    {
        Cell.Prose(parameter, text, faults);
        return text;
    }

    private MediaInput? Image(string parameter, object? value)
    {
        if (Cell.Unwrap(value) is FileInfo file) return MediaParser.Image(parameter, file.FullName, path => path, faults);
        return Cell.Text(value)?.Trim() is { } text ? MediaParser.Image(parameter, text, FullPath(parameter), faults) : null;
    }

    private IReadOnlyList<MediaInput> Images(string parameter, object? value)
    {
        object? bare = Cell.Unwrap(value);
        if (bare is string text) return [.. Split(text).Select(each => Image(parameter, each)).OfType<MediaInput>()];
        if (bare is IEnumerable many) return [.. many.Cast<object?>().SelectMany(each => Images(parameter, each))];
        return bare is null ? [] : [.. new[] { Image(parameter, bare) }.OfType<MediaInput>()];
    }

    private MediaInput? Video(string parameter, object? value)
    {
        if (Cell.Unwrap(value) is string text) return string.IsNullOrWhiteSpace(text) ? null : MediaParser.Video(text.Trim(), faults);
        if (value is null) return null;
        return TaskInput.Read(PSObject.AsPSObject(value))?.Task switch
        {
            { Id: { } id } task => new TaskMedia(id, task.Videos is [{ Uri: var link }, ..] ? link : null),
            not null => Fault(parameter, "the task has no id yet"),
            null => Fault(parameter, $"it must be a task or text, but it is {PipelineInput.Describe(PSObject.AsPSObject(value))}"),
        };
    }

    // A semicolon inside a data URI is the URI's own.
    private static IEnumerable<string> Split(string text) =>
        text.TrimStart().StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            ? [text]
            : text.Split(';').Where(each => !string.IsNullOrWhiteSpace(each));

    private MediaInput? Fault(string parameter, string rule)
    {
        faults.Add(parameter, rule);
        return null;
    }

    private Func<string, string> FullPath(string parameter) => path =>
    {
        try
        {
            return fullPath(path);
        }
        catch (Exception exception) when (exception is ProviderNotFoundException
            or System.Management.Automation.DriveNotFoundException or ProviderInvocationException or NotSupportedException)
        {
            return path; // Then no file is found there either, and that is told.
        }
    };
}
