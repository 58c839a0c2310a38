namespace VeoPS.Engine.Text;

/// <summary>How far one name is from another.</summary>
internal static class NameDistance
{
    private const int MostMeant = 3;
    private const int ShortestPart = 4;

    /// <summary>The name without the characters that people put between words, and in one case.</summary>
    public static string Fold(string name) => new string([.. name.Where(letter => letter is not (' ' or '_' or '-'))]).ToUpperInvariant();

    /// <summary>True where two folded names are so near that one is probably meant for the other: one slip, and two where both
    /// are longer than five letters.</summary>
    public static bool IsNear(string one, string other, out int slips)
    {
        int allowed = Math.Min(one.Length, other.Length) <= 5 ? 1 : 2;
        slips = Math.Abs(one.Length - other.Length) > allowed ? int.MaxValue : EditDistance(one, other);
        return slips <= allowed;
    }

    /// <summary>The names that are probably meant, the nearest first: those that the name is a part of, else those that are a slip
    /// or two away, else the longest that is a part of it.</summary>
    /// <param name="name">As it was typed.</param>
    /// <param name="known">The names that there are.</param>
    public static IReadOnlyList<string> Nearest(string name, IEnumerable<string> known)
    {
        string typed = Fold(name);
        string[] all = [.. known];
        string[] meant = [.. all.Where(each => Has(Fold(each), typed))];
        if (meant.Length == 0) meant = [.. Near()];
        if (meant.Length == 0) meant = [.. all.Where(each => Has(typed, Fold(each))).OrderByDescending(each => each.Length).Take(1)];
        return [.. meant.Take(MostMeant)];

        IEnumerable<string> Near() => all
            .Select(each => (Name: each, IsNear: IsNear(typed, Fold(each), out int slips), Slips: slips))
            .Where(each => each.IsNear)
            .OrderBy(each => each.Slips)
            .Select(each => each.Name);
    }

    private static bool Has(string whole, string part) => part.Length >= ShortestPart && whole.Contains(part);

    // Damerau and Levenshtein: a letter that is wrong, missing or too much is a slip, and so are two that are swapped.
    private static int EditDistance(string one, string other)
    {
        int[,] slips = new int[one.Length + 1, other.Length + 1];
        for (int i = 0; i <= one.Length; i++) slips[i, 0] = i;
        for (int j = 0; j <= other.Length; j++) slips[0, j] = j;
        for (int i = 1; i <= one.Length; i++)
        {
            for (int j = 1; j <= other.Length; j++)
            {
                int wrong = slips[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                slips[i, j] = Math.Min(wrong, Math.Min(slips[i - 1, j], slips[i, j - 1]) + 1);
                bool isSwapped = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
                if (isSwapped) slips[i, j] = Math.Min(slips[i, j], slips[i - 2, j - 2] + 1);
            }
        }

        return slips[one.Length, other.Length];
    }
}
