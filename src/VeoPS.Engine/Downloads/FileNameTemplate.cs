using System.Globalization;
using System.Text;

namespace VeoPS.Engine.Downloads;

/// <summary>
/// A pattern for the names of saved files: text with <c>{Id}</c>, <c>{Index}</c>, <c>{Profile}</c>, <c>{Model}</c>,
/// <c>{JobKey}</c>, <c>{Seed}</c>, <c>{Prompt}</c> (its first words), <c>{Tag}</c> and <c>{Created:format}</c> (UTC, any .NET date format,
/// <c>yyyyMMdd</c> where it is left out). The values come from servers and rows: each becomes a part of a name and never a path.
/// </summary>
internal sealed class FileNameTemplate
{
    private const string DefaultText = "{Id}_{Index}.mp4";
    private const string DefaultDate = "yyyyMMdd";

    // Of a prompt: enough to know it by, and room for the rest of the name.
    private const int MostWords = 6;
    private const int MostCharacters = 60;

    /// <summary>The tokens that there are, without their braces.</summary>
    public static IReadOnlyList<string> Tokens { get; } =
        ["Id", "Index", "Profile", "Model", "JobKey", "Seed", "Prompt", "Tag", "Created"];

    private readonly string _text;
    private readonly List<Piece> _pieces = [];

    private FileNameTemplate(string text) => _text = text;

    /// <summary><c>{Id}_{Index}.mp4</c>.</summary>
    public static FileNameTemplate Default { get; } = Parse(DefaultText);

    /// <summary>True where the name tells which video it is, so that a whole file of that name can be taken for it.</summary>
    public bool IdentifiesVideo => Has("Id") && Has("Index");

    /// <summary>Reads a template.</summary>
    /// <param name="text">The template, such as <c>{Id}_{Index}.mp4</c>.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.RequestInvalid"/>: it breaks a rule. Nothing was downloaded.</exception>
    public static FileNameTemplate Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) throw Invalid(text, "must not be empty");
        FileNameTemplate template = new(text);
        for (int at = 0; at < text.Length;)
        {
            int open = text.IndexOf('{', at);
            int literalEnd = open < 0 ? text.Length : open;
            template.AddLiteral(text.Substring(at, literalEnd - at));
            if (open < 0) break;

            int close = text.IndexOf('}', open);
            if (close < 0) throw Invalid(text, "has a '{' without a '}'");
            template.AddToken(text.Substring(open + 1, close - open - 1));
            at = close + 1;
        }

        return text[^1] is '.' or ' ' ? throw Invalid(text, "must not end with a dot or a space, because Windows removes it") : template;
    }

    /// <summary>The name of one video's file.</summary>
    /// <param name="task">Whose video.</param>
    /// <param name="index">From 0.</param>
    /// <param name="seed">The seed that was asked for, if one was.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.RequestInvalid"/>: the task has nothing for one of the tokens.</exception>
    public string Expand(VeoTask task, int index, long? seed)
    {
        StringBuilder name = new();
        foreach (Piece piece in _pieces) name.Append(piece.Token is null ? piece.Text : NamePart(piece, task, index, seed));
        return SafeName.AvoidDevice(name.ToString());
    }

    /// <summary>The file that one video is saved to, directly in a folder.</summary>
    /// <param name="folder">The folder, absolute.</param>
    /// <param name="task">Whose video.</param>
    /// <param name="index">From 0.</param>
    /// <param name="seed">The seed that was asked for, if one was.</param>
    /// <exception cref="VeoException">
    /// <see cref="VeoErrorId.RequestInvalid"/>: it would lie elsewhere, or the task has nothing for one of the tokens.
    /// </exception>
    public string PathIn(string folder, VeoTask task, int index, long? seed)
    {
        string root = Path.GetFullPath(folder);
        string path = Path.GetFullPath(Path.Combine(root, Expand(task, index, seed)));
        string expected = Path.Combine(root, Path.GetFileName(path));
        return path == expected && Path.GetFileName(path).Length > 0 ? path : throw Invalid(_text, "must name a file in the "
            + "output folder");
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private string NamePart(Piece piece, VeoTask task, int index, long? seed)
    {
        if (piece.Token == "Id") return SafeName.Distinct(task.Id ?? task.SubmissionId); // A blank one of a server's is a name, too.
        string? value = ValueOf(piece, task, index, seed);
        if (!string.IsNullOrWhiteSpace(value)) return SafeName.Of(value);
        VeoException empty = Invalid(_text, $"has {{{piece.Token}}}, which is empty for the task {task}");
        throw empty.With(empty.Summary, task);
    }

    private static string? ValueOf(Piece piece, VeoTask task, int index, long? seed) => piece.Token switch
    {
        "Index" => index.ToString(CultureInfo.InvariantCulture),
        "Profile" => task.Profile,
        "Model" => task.Model,
        "JobKey" => task.JobKey,
        "Seed" => seed?.ToString(CultureInfo.InvariantCulture),
        "Prompt" => FirstWords(task.Prompt),
        "Tag" => string.Join("-", task.Tag),
        _ => task.Created == default ? null : task.Created.ToString(piece.Text, CultureInfo.InvariantCulture),
    };

    private static string? FirstWords(string? prompt)
    {
        string[] words = [.. (prompt ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MostWords)];
        int count = words.Length;
        while (count > 1 && words.Take(count).Sum(word => word.Length + 1) > MostCharacters) count--;
        string text = string.Join(" ", words.Take(count)).TrimEnd(',', ';', ':', '.', '!', '?');
        if (text.Length <= MostCharacters) return text;
        return text[..(char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters)];
    }

    private static VeoException Invalid(string text, string rule, VeoRemedy? action = null) =>
        new(VeoErrorId.RequestInvalid, "The file name cannot be used. Nothing was downloaded.")
        {
            Faults = new(
            [
                new VeoFault(
                    "FileName",
                    $"'{text}' {rule}",
                    $"Use text and {string.Join(", ", Tokens.Select(name => $"{{{name}}}"))}, as in '{DefaultText}'")
                {
                    Action = action,
                },
            ]),
        };

    private static bool IsDateFormat(string format)
    {
        try
        {
            return DateTime.MinValue.ToString(format, CultureInfo.InvariantCulture).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private bool Has(string token) => _pieces.Exists(piece => piece.Token == token);

    private void AddLiteral(string literal)
    {
        if (literal.Length == 0) return;
        if (literal.Contains('}')) throw Invalid(_text, "has a '}' without a '{'");
        if (literal.Contains('/') || literal.Contains('\\'))
            throw Invalid(_text, "must name a file, not a path", VeoRemedy.Give("OutputPath"));

        // On every system, so that a line that works here works there; a colon would write a hidden stream on Windows.
        if (SafeName.FirstForbidden(literal) is { } forbidden)
            throw Invalid(_text, $"has a character that is not allowed in file names (U+{(int)forbidden:X4})");
        _pieces.Add(new Piece(null, literal));
    }

    private void AddToken(string token)
    {
        string[] parts = token.Split([':'], 2);
        string name = Tokens.FirstOrDefault(known => known.Equals(parts[0].Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw Invalid(_text, $"contains the unknown token '{{{token}}}'");
        if (parts.Length > 1 && name != "Created") throw Invalid(_text, $"has a format in '{{{token}}}': only {{Created}} can have one");

        string format = parts.Length > 1 ? parts[1] : DefaultDate;
        if (!IsDateFormat(format)) throw Invalid(_text, $"has an invalid date format in '{{{token}}}'");
        _pieces.Add(new Piece(name, format));
    }

    /// <param name="Token">Null for text.</param>
    /// <param name="Text">The text, or a token's format.</param>
    private sealed record Piece(string? Token, string Text);
}
