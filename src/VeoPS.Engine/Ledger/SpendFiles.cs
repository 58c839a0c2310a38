using System.Globalization;
using System.Text;
using VeoPS.Engine.Disk;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// What profiles spend: a folder by the profile and the month, and in it one file a writer, a line an amount. Each file
/// has one writer, which only appends, so that nobody's amount is lost and no lock is needed, on shared folders too. Sums
/// are kept, and each look reads only what was appended since the last.
/// </summary>
internal sealed class SpendFiles(LedgerFiles files)
{
    private const string Estimated = "estimated";
    private const string Final = "final";
    private const string Extension = ".log";

    private readonly Dictionary<string, SpentMonth> _months = new(StringComparer.Ordinal);
    private string _writer = NewWriter();

    public void Append(Spending spending)
    {
        string line = string.Join(" ", spending.SubmissionId, spending.IsFinal ? Final : Estimated, spending.Amount.ToString(CultureInfo.InvariantCulture), spending.Unit);
        string folder = FolderOf(spending.Profile, SubmissionId.MadeAt(spending.SubmissionId));
        lock (_months)
        {
            try
            {
                files.Append(Path.Combine(folder, _writer), Encoding.UTF8.GetBytes(line + "\n"));
            }
            catch
            {
                // What a full disk has cut off must stay the last of its file: anything after it would make one line with it.
                _writer = NewWriter();
                throw;
            }
        }
    }

    /// <exception cref="InvalidDataException">A line is no amount: what is spent cannot be told.</exception>
    public SpentSums Sum(string profile, string unit, DateTime day)
    {
        string folder = FolderOf(profile, day);
        lock (_months)
        {
            if (!_months.TryGetValue(folder, out SpentMonth? month)) _months[folder] = month = new SpentMonth();
            foreach (string name in LedgerFiles.Names(folder).Where(name => name.EndsWith(Extension, StringComparison.Ordinal))) Read(Path.Combine(folder, name), month);
            return month.Sum(unit, day.Day);
        }
    }

    private static string NewWriter() => Guid.NewGuid().ToString("N") + Extension;

    // A line without an end is still being written, or never will be: then its submission was not sent.
    private static void Read(string path, SpentMonth month)
    {
        long from = month.ReadUpTo(path);
        using Stream? stream = LedgerFiles.OpenRead(path);
        if (stream is null || stream.Length == from) return;

        stream.Seek(from, SeekOrigin.Begin);
        using StreamReader reader = new(stream, Encoding.UTF8);
        string text = reader.ReadToEnd();
        string whole = text.Substring(0, text.LastIndexOf('\n') + 1);
        foreach (string line in whole.Split(['\n'], StringSplitOptions.RemoveEmptyEntries)) month.Add(Parse(line, path));
        month.ReadUpTo(path, from + Encoding.UTF8.GetByteCount(whole));
    }

    private static Spending Parse(string line, string path)
    {
        string[] words = line.Split(' ');
        bool isOurs = words.Length == 4 && words[1] is Estimated or Final && SubmissionId.TryParse(words[0], out _);
        return isOurs && decimal.TryParse(words[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount)
            ? new Spending("", words[0], amount, words[3], words[1] == Final)
            : throw new InvalidDataException($"'{path}' has a line that is no amount.");
    }

    private string FolderOf(string profile, DateTime day) =>
        files.PathOf("spend", Sha256Hex.Of(profile.ToUpperInvariant()).Substring(0, 32), day.ToString("yyyy-MM", CultureInfo.InvariantCulture));
}
