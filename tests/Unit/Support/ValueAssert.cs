using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace VeoPS.Tests.Support;

/// <summary>Compares objects by all that they have, internal properties and the order of lists included.</summary>
internal static class ValueAssert
{
    /// <summary>Fails where one property differs, at any depth, and shows it.</summary>
    public static void Equal<T>(T expected, T actual) => Assert.Equal(TextOf(expected), TextOf(actual));

    private static string TextOf(object? value)
    {
        StringBuilder text = new();
        Write(text, value, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        string indent = new(' ', depth * 2);
        if (value is IEnumerable many and not string)
        {
            foreach (object? each in many)
            {
                text.Append('\n').Append(indent).Append("- ");
                Write(text, each, depth + 1);
            }
        }
        else if (value?.GetType() is { IsEnum: false } type && type.Namespace?.StartsWith(nameof(VeoPS), StringComparison.Ordinal) == true)
        {
            foreach (PropertyInfo property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Where(property => property.GetIndexParameters().Length == 0).OrderBy(property => property.Name, StringComparer.Ordinal))
            {
                text.Append('\n').Append(indent).Append(property.Name).Append(": ");
                Write(text, property.GetValue(value), depth + 1);
            }
        }
        else if (value is DateTime time) text.Append(time.ToString("O", CultureInfo.InvariantCulture));
        else text.Append(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null");
    }
}
