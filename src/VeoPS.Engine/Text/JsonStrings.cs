using System.Globalization;
using System.Text;

namespace VeoPS.Engine.Text;

/// <summary>Reads JSON a byte at a time, only as far as is needed to know the string values of some members from everything else.</summary>
/// <param name="members">Their names, in ASCII.</param>
internal sealed class JsonStrings(params byte[][] members)
{
    private readonly StringBuilder _escape = new();
    private readonly byte[] _name = new byte[members.Max(member => member.Length)];
    private bool _inString;
    private bool _isMember;
    private bool _afterColon;
    private int _nameLength;

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
            _nameLength = -1; // A name that needs an escape is another.
            return -1;
        }

        if (next == '"')
        {
            _inString = InValue = false;
            _isMember = !_afterColon && IsOne();
            _afterColon = false;
            return -1;
        }

        if (!InValue) Spell(next);
        return InValue ? next : -1;
    }

    private int Between(byte next)
    {
        switch (next)
        {
            case (byte)'"':
                (_inString, InValue, _nameLength) = (true, _afterColon && _isMember, 0);
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

    // One that is longer than any of them, or that has an escape in it, is none.
    private void Spell(byte next)
    {
        if (_nameLength < 0) return;
        if (_nameLength < _name.Length) _name[_nameLength++] = next;
        else _nameLength = -1;
    }

    private bool IsOne()
    {
        if (_nameLength < 0) return false;
        ReadOnlySpan<byte> name = _name.AsSpan(0, _nameLength);
        foreach (byte[] member in members)
        {
            if (name.SequenceEqual(member)) return true;
        }

        return false;
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
