using System.Globalization;
using System.Text;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Downloads;

/// <summary>
/// A pattern for the names of saved files: text with <c>{Id}</c>, <c>{Index}</c>, <c>{Profile}</c>, <c>{Model}</c>,
/// <c>{JobKey}</c>, <c>{Seed}</c> and <c>{Created:format}</c> (UTC, any .NET date format, <c>yyyyMMdd</c> where it is left
/// out). What stands for them comes from servers and rows: it becomes a part of a name and never a path.
/// </summary>
public sealed class FileNameTemplate
{
    private const string DefaultText = "{Id}_{Index}.mp4";
    private const string DefaultDate = "yyyyMMdd";

    private static readonly string[] Names = ["Id", "Index", "Profile", "Model", "JobKey", "Seed", "Created"];

    private readonly string _text;
    private readonly List<Piece> _pieces = [];

    private FileNameTemplate(string text) => _text = text;

    /// <summary><c>{Id}_{Index}.mp4</c>.</summary>
    public static FileNameTemplate Default { get; } = Parse(DefaultText);

    /// <summary>True where the name tells which video it is, so that a whole file of that name can be taken for it.</summary>
    public bool IdentifiesVideo => Has("Id") && Has("Index");

    /// <summary>Reads a template.</summary>
    /// <param name="text">What <c>-FileName</c> got.</param>
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
            if (close < 0) throw Invalid(text, "has a '{' without its '}'");
            template.AddToken(text.Substring(open + 1, close - open - 1));
            at = close + 1;
        }

        return text[^1] is '.' or ' ' ? throw Invalid(text, "must not end with a dot or a space, which Windows drops") : template;
    }

    /// <summary>The name of one video's file.</summary>
    /// <param name="task">Whose video.</param>
    /// <param name="index">From 0.</param>
    /// <param name="seed">The seed that was asked for, if one was.</param>
    public string Expand(VeoTask task, int index, long? seed)
    {
        StringBuilder name = new();
        foreach (Piece piece in _pieces) name.Append(piece.Token is null ? piece.Text : ValueOf(piece, task, index, seed));
        return SafeName.AvoidDevice(name.ToString());
    }

    /// <summary>The file that one video is saved to, directly in a folder.</summary>
    /// <param name="folder">The folder, absolute.</param>
    /// <param name="task">Whose video.</param>
    /// <param name="index">From 0.</param>
    /// <param name="seed">The seed that was asked for, if one was.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.RequestInvalid"/>: it would lie elsewhere.</exception>
    public string PathIn(string folder, VeoTask task, int index, long? seed)
    {
        string root = Path.GetFullPath(folder);
        string path = Path.GetFullPath(Path.Combine(root, Expand(task, index, seed)));
        string expected = Path.Combine(root, Path.GetFileName(path));
        return path == expected && Path.GetFileName(path).Length > 0 ? path : throw Invalid(_text, "must name a file in the output folder");
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static string ValueOf(Piece piece, VeoTask task, int index, long? seed) => piece.Token switch
    {
        "Id" => SafeName.Distinct(task.Id ?? task.SubmissionId),
        "Index" => index.ToString(CultureInfo.InvariantCulture),
        "Profile" => SafeName.Of(task.Profile),
        "Model" => SafeName.Of(task.Model),
        "JobKey" => SafeName.Of(task.JobKey),
        "Seed" => SafeName.Of(seed?.ToString(CultureInfo.InvariantCulture)),
        _ => SafeName.Of(task.Created.ToString(piece.Text, CultureInfo.InvariantCulture)),
    };

    private static VeoException Invalid(string text, string rule) => new(
        VeoErrorId.RequestInvalid,
        $"-FileName '{text}' {rule}. Nothing was downloaded. Use text and {string.Join(", ", Names.Select(name => $"{{{name}}}"))}, as in '{DefaultText}'.");

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
        if (literal.Contains('}')) throw Invalid(_text, "has a '}' without its '{'");
        if (literal.Contains('/') || literal.Contains('\\')) throw Invalid(_text, "must name a file, not a path: -OutputPath names the folder");

        // On every system, so that a line that works here works there; a colon would write a hidden stream on Windows.
        if (SafeName.FirstForbidden(literal) is { } forbidden) throw Invalid(_text, $"has a character that file names cannot have (U+{(int)forbidden:X4})");
        _pieces.Add(new Piece(null, literal));
    }

    private void AddToken(string token)
    {
        string[] parts = token.Split([':'], 2);
        string name = Array.Find(Names, known => known.Equals(parts[0].Trim(), StringComparison.OrdinalIgnoreCase)) ?? throw Invalid(_text, $"has an unknown '{{{token}}}'");
        if (parts.Length > 1 && name != "Created") throw Invalid(_text, $"has a format in '{{{token}}}': only {{Created}} takes one");

        string format = parts.Length > 1 ? parts[1] : DefaultDate;
        if (!IsDateFormat(format)) throw Invalid(_text, $"has no valid date format in '{{{token}}}'");
        _pieces.Add(new Piece(name, format));
    }

    /// <param name="Token">Null for text.</param>
    /// <param name="Text">The text, or a token's format.</param>
    private sealed record Piece(string? Token, string Text);
}
