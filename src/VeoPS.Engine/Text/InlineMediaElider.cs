using System.Text;

namespace VeoPS.Engine.Text;

/// <summary>
/// Leaves inline media out of a JSON answer while it is read, so that a video of any size costs no memory: a string that is
/// all base64 and longer than any id or link becomes a few words. Takes the answer in chunks, cut anywhere.
/// </summary>
internal sealed class InlineMediaElider
{
    private const int ShortestMedia = 2048;

    private static readonly byte[] Words = Encoding.ASCII.GetBytes("(inline media)");

    // The beginning of a string that may be media yet.
    private readonly byte[] _held = new byte[ShortestMedia];
    private int _heldCount;
    private State _state;
    private bool _escaped;

    private enum State
    {
        Between,
        Undecided,
        Kept,
        LeftOut,
    }

    /// <summary>Copies a chunk but for its media.</summary>
    /// <param name="chunk">The next bytes of the answer.</param>
    /// <param name="kept">Gets what stays.</param>
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
    }

    private void Hold(byte next, MemoryStream kept)
    {
        if (!Base64Digits.MayOccur(next)) Release(State.Kept, kept);
        else if (_heldCount == ShortestMedia) LeaveOut(kept);

        if (_state == State.Undecided) _held[_heldCount++] = next;
        else if (_state == State.Kept) kept.WriteByte(next);
    }

    private void LeaveOut(MemoryStream kept)
    {
        kept.Write(Words, 0, Words.Length);
        (_state, _heldCount) = (State.LeftOut, 0);
    }

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
