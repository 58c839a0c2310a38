using System.Text;

namespace VeoPS.Engine.Text;

/// <summary>
/// Leaves inline media out of a JSON answer while it is read, so that a video of any size costs no memory: of a string that is
/// all base64 and longer than any id or link, or of a data URI, its beginning and a few words stay, each time other words, so that
/// they can be told apart. Takes the answer in chunks, cut anywhere.
/// </summary>
internal sealed class InlineMediaElider
{
    private const int ShortestMedia = 2048;

    // Enough to see its kind (MediaStrings).
    private const int KeptHead = 16;

    private const int LongestHeader = 256;

    private static readonly byte[] DataScheme = Encoding.ASCII.GetBytes("data:");

    // The beginning of a string that may be media yet.
    private readonly byte[] _held = new byte[ShortestMedia];
    private int _heldCount;
    private State _state;
    private bool _escaped;
    private int _leftOut;

    /// <summary>True once something was left out.</summary>
    public bool HasLeftOut => _leftOut > 0;

    private enum State
    {
        Between,
        Undecided,
        Header,
        Kept,
        LeftOut,
    }

    /// <summary>Copies a chunk but for its media.</summary>
    /// <param name="chunk">The next bytes of the answer.</param>
    /// <param name="kept">Gets the bytes that are kept.</param>
    public void Copy(ReadOnlySpan<byte> chunk, MemoryStream kept)
    {
        for (int index = 0; index < chunk.Length; index++)
        {
            if (_state == State.LeftOut && !_escaped)
            {
                int skipped = chunk.Slice(index).IndexOfAny((byte)'"', (byte)'\\');
                if (skipped < 0) return;
                index += skipped;
            }

            Take(chunk[index], kept);
        }
    }

    private void Take(byte next, MemoryStream kept)
    {
        if (_state == State.Between)
        {
            kept.WriteByte(next);
            if (next == '"') _state = State.Undecided;
            return;
        }

        bool ends = next == '"' && !_escaped;
        _escaped = next == '\\' && !_escaped;
        if (ends) End(kept);
        else if (_state == State.Kept) kept.WriteByte(next);
        else if (_state == State.Undecided) Hold(next, kept);
        else if (_state == State.Header) HoldHeader(next, kept);
    }

    // The header of a data URI is kept. The text behind its comma is checked for media like any other.
    private void HoldHeader(byte next, MemoryStream kept)
    {
        _held[_heldCount++] = next;
        if (next == ',') Release(State.Undecided, kept);
        else if (_heldCount == LongestHeader) Release(State.Kept, kept);
    }

    private void Hold(byte next, MemoryStream kept)
    {
        bool isHeader = next == ':' && _heldCount == DataScheme.Length - 1 && IsDataScheme();
        if (isHeader) _state = State.Header;
        else if (!Base64Digits.MayOccur(next)) Release(State.Kept, kept);
        else if (_heldCount == ShortestMedia) LeaveOut(kept);

        if (_state is State.Undecided or State.Header) _held[_heldCount++] = next;
        else if (_state == State.Kept) kept.WriteByte(next);
    }

    private void LeaveOut(MemoryStream kept)
    {
        int escape = Array.IndexOf(_held, (byte)'\\', 0, KeptHead); // Never half an escape.
        kept.Write(_held, 0, escape < 0 ? KeptHead : escape);
        byte[] words = Encoding.ASCII.GetBytes(FormattableString.Invariant($"(inline media {_leftOut++})"));
        kept.Write(words, 0, words.Length);
        (_state, _heldCount) = (State.LeftOut, 0);
    }

    private bool IsDataScheme() =>
        Encoding.ASCII.GetString(_held, 0, DataScheme.Length - 1).Equals("data", StringComparison.OrdinalIgnoreCase);

    private void Release(State then, MemoryStream kept)
    {
        kept.Write(_held, 0, _heldCount);
        (_state, _heldCount) = (then, 0);
    }

    private void End(MemoryStream kept)
    {
        Release(State.Between, kept);
        kept.WriteByte((byte)'"');
    }
}
