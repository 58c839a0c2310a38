namespace VeoPS.Engine.Text;

/// <summary>The digits of base64, in both alphabets of RFC 4648.</summary>
internal static class Base64Digits
{
    private const string Standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static readonly sbyte[] Values = MakeValues();

    /// <summary>The six bits of a digit, negative for anything else.</summary>
    public static int ValueOf(int character) => character is >= 0 and < 128 ? Values[character] : -1;

    /// <summary>True for the characters of base64 in a JSON string: digits, padding, and the backslash of an escape.</summary>
    public static bool MayOccur(byte character) => character is (byte)'=' or (byte)'\\' || ValueOf(character) >= 0;

    private static sbyte[] MakeValues()
    {
        sbyte[] values = [.. Enumerable.Repeat((sbyte)-1, 128)];
        for (int value = 0; value < Standard.Length; value++) values[Standard[value]] = (sbyte)value;
        values['-'] = values['+'];
        values['_'] = values['/'];
        return values;
    }
}
