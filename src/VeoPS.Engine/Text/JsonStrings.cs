using System.Globalization;
using System.Text;

namespace VeoPS.Engine.Text;

/// <summary>Reads JSON a byte at a time, only as far as is needed to know its strings, and which are values of some members.</summary>
/// <param name="members">The names of these members.</param>
internal sealed class JsonStrings(IReadOnlyList<string> members)
{
    private const int LongestName = 64;

    private readonly StringBuilder _escape = new();
    private readonly StringBuilder _name = new();
    private bool _afterColon;
    private bool _hasEscape;
    private bool _isMember;

    /// <summary>True from the opening quote of a string to its closing one.</summary>
    public bool InString { get; private set; }

    /// <summary>True where that string is the value of one of the members.</summary>
    public bool InMember { get; private set; }

    /// <summary>Takes the next byte.</summary>
    /// <returns>The character of a string that it completes, unescaped; negative where it completes none.</returns>
    public int Next(byte next)
    {
        if (!InString) return Between(next);
        if (_escape.Length > 0) return Escaped(next);
        if (next == '\\')
        {
            _escape.Append('\\');
            _hasEscape = true; // A name that needs an escape is another.
            return -1;
        }

        if (next == '"')
        {
            _isMember = !_afterColon && !_hasEscape && members.Contains(_name.ToString());
            InString = InMember = _afterColon = false;
            return -1;
        }

        if (!_afterColon && _name.Length <= LongestName) _name.Append((char)next);
        return next;
    }

    private int Between(byte next)
    {
        switch (next)
        {
            case (byte)'"':
                (InString, InMember, _hasEscape) = (true, _afterColon && _isMember, false);
                _name.Clear();
                break;
            case (byte)':':
                _afterColon = true;
                break;
            case (byte)',' or (byte)'{' or (byte)'[' or (byte)'}' or (byte)']':
                _afterColon = false;
                break;
        }

        return -1;
    }

    private int Escaped(byte next)
    {
        _escape.Append((char)next);
        if (_escape[1] == 'u' && _escape.Length < 6) return -1;
        string escape = _escape.ToString();
        _escape.Clear();
        return escape[1] switch
        {
            'u' => int.TryParse(escape.Replace("\\u", ""), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
                ? code
                : -1,
            'n' or 'r' or 't' or 'b' or 'f' => ' ',
            char other => other,
        };
    }
}
