using System.Globalization;
using System.Text;

namespace VeoPS.Engine.Text;

/// <summary>Reads JSON a byte at a time, only as far as is needed to know the string values of one member's name from everything else.</summary>
/// <param name="member">The name, in ASCII.</param>
internal sealed class JsonStrings(byte[] member)
{
    private readonly StringBuilder _escape = new();
    private bool _inString;
    private bool _isMember;
    private bool _afterColon;
    private int _matched;

    /// <summary>True from the opening quote of such a value to its closing one.</summary>
    public bool InValue { get; private set; }

    /// <summary>Takes the next byte.</summary>
    /// <returns>The character of the value that it completes, unescaped; negative where it completes none.</returns>
    public int Next(byte next)
    {
        if (!_inString) return Between(next);
        if (_escape.Length > 0) return Escaped(next);
        if (next == '\\')
        {
            _escape.Append('\\');
            _matched = -1; // A name that needs an escape is another.
            return -1;
        }

        if (next == '"')
        {
            _inString = InValue = false;
            _isMember = !_afterColon && _matched == member.Length;
            _afterColon = false;
            return -1;
        }

        if (!InValue) _matched = _matched >= 0 && _matched < member.Length && member[_matched] == next ? _matched + 1 : -1;
        return InValue ? next : -1;
    }

    private int Between(byte next)
    {
        switch (next)
        {
            case (byte)'"':
                (_inString, InValue, _matched) = (true, _afterColon && _isMember, 0);
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
        if (!InValue) return -1;
        return escape[1] switch
        {
            'u' => int.TryParse(escape.Replace("\\u", ""), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code) ? code : -1,
            'n' or 'r' or 't' or 'b' or 'f' => ' ',
            char other => other,
        };
    }
}
