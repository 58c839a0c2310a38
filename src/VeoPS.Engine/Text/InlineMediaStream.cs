using System.Text;

namespace VeoPS.Engine.Text;

/// <summary>
/// The bytes of one of the videos inside a JSON answer, decoded from base64 as they come. Holds two chunks, however long the
/// answer is.
/// </summary>
/// <param name="response">Closed together with this stream.</param>
/// <param name="answer">Its body.</param>
/// <param name="index">Which of the answer's media (<see cref="MediaStrings"/>), from 0.</param>
/// <param name="members">The members that hold media.</param>
internal sealed class InlineMediaStream(IDisposable response, Stream answer, int index, IReadOnlyList<string> members) : Stream
{
    private const int ChunkBytes = 64 * 1024;

    // Longer than a string needs to be judged, so that all of it fits.
    private const int HeadBytes = 512;

    private readonly byte[] _chunk = new byte[ChunkBytes];
    private readonly byte[] _decoded = new byte[ChunkBytes + HeadBytes];
    private readonly JsonStrings _strings = new(members);
    private readonly StringBuilder _head = new();
    private State _state;
    private bool _isMember;
    private int _offset;
    private int _count;
    private int _seen = -1;
    private bool _ended;
    private int _bits;
    private int _digits;

    private enum State
    {
        Skipping,
        Undecided,
        Decoding,
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="IOException">The answer ended before the video did, or it has no such video.</exception>
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        await FillAsync(cancellationToken).ConfigureAwait(false);
        return Give(buffer.AsSpan(offset, count));
    }

#if NET
    /// <inheritdoc cref="ReadAsync(byte[], int, int, CancellationToken)"/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await FillAsync(cancellationToken).ConfigureAwait(false);
        return Give(buffer.Span);
    }
#endif

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            answer.Dispose();
            response.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        while (_count == 0 && !_ended)
        {
            int read = await answer.ReadAsync(_chunk.AsMemory(), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                throw new IOException(
                    _seen < index ? "The answer does not contain this video." : "The answer ended before its video was complete.");
            Decode(read);
        }
    }

    private int Give(Span<byte> buffer)
    {
        int given = Math.Min(buffer.Length, _count);
        _decoded.AsSpan(_offset, given).CopyTo(buffer);
        _offset += given;
        _count -= given;
        return given;
    }

    private void Decode(int length)
    {
        _offset = 0;
        for (int at = 0; at < length && !_ended; at++)
        {
            bool wasInside = _strings.InString;
            int character = _strings.Next(_chunk[at]);
            if (_strings.InString && !wasInside) Begin();
            else if (wasInside && !_strings.InString) End();
            else if (character >= 0) Take(character);
        }
    }

    private void Begin()
    {
        _head.Clear();
        (_state, _isMember) = (State.Undecided, _strings.InMember);
    }

    private void Take(int character)
    {
        if (_state == State.Decoding)
        {
            Add(character);
        }
        else if (_state == State.Undecided)
        {
            _head.Append((char)character);
            Decide(isWhole: false);
        }
    }

    private void End()
    {
        if (_state == State.Undecided) Decide(isWhole: true);
        _ended = _state == State.Decoding;
        _state = State.Skipping;
    }

    private void Decide(bool isWhole)
    {
        string head = _head.ToString();
        int start = MediaStrings.Judge(head, _isMember, isWhole);
        if (start == MediaStrings.NotYet) return;
        _state = State.Skipping;
        if (start < 0 || ++_seen != index) return;
        _state = State.Decoding;
        foreach (char character in head[start..]) Add(character);
    }

    // Padding and line breaks add no bytes. Whether the decoded bytes are a whole video is checked once they are on disk.
    private void Add(int character)
    {
        int value = Base64Digits.ValueOf(character);
        if (value < 0) return;
        _bits = (_bits << 6) | value;
        _digits++;
        if (_digits % 4 == 1) return;
        int spare = (3 - ((_digits - 1) % 4)) * 2;
        _decoded[_count++] = (byte)(_bits >> spare);
    }
}
