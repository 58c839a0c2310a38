using VeoPS.Engine.Http;

namespace VeoPS.Tests.Http;

/// <summary>The stream that listens while it sends has one read on its way at most, and long reads go past its buffer.</summary>
public sealed class EarlyAnswerStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_long_read_fills_the_buffer_of_the_caller()
    {
        Source source = new();
        await using EarlyAnswerStream stream = new(source);
        source.Give(1000);
        Assert.Equal(1000, await stream.ReadAsync(new byte[4096], Token)); // The head of an answer.

        source.Give(100_000);

        Assert.Equal(100_000, await stream.ReadAsync(new byte[256 * 1024], Token));
        Assert.Equal([16 * 1024, 256 * 1024], source.Lengths);
    }

    [Fact]
    public async Task While_a_long_read_is_on_its_way_a_write_starts_no_other()
    {
        Source source = new();
        await using EarlyAnswerStream stream = new(source);
        ValueTask<int> reading = stream.ReadAsync(new byte[64 * 1024], Token);

        await stream.WriteAsync(new byte[100], Token);

        Assert.Single(source.Lengths);
        source.Give(50_000);
        Assert.Equal(50_000, await reading);
    }

    [Fact]
    public async Task A_long_read_takes_over_the_read_with_which_a_write_listened()
    {
        Source source = new();
        await using EarlyAnswerStream stream = new(source);
        await stream.WriteAsync(new byte[100], Token);
        ValueTask<int> reading = stream.ReadAsync(new byte[64 * 1024], Token);

        source.Give(7);

        Assert.Equal(7, await reading);
        Assert.Single(source.Lengths);
    }

    // Answers each read when it is told to, and counts them.
    private sealed class Source : Stream
    {
        private readonly Queue<TaskCompletionSource<int>> _open = [];
        private readonly Queue<int> _given = [];

        public List<int> Lengths { get; } = [];

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Give(int count)
        {
            if (_open.TryDequeue(out TaskCompletionSource<int>? read)) read.SetResult(count);
            else _given.Enqueue(count);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Lengths.Add(buffer.Length);
            if (_given.TryDequeue(out int count)) return ValueTask.FromResult(count);
            TaskCompletionSource<int> read = new();
            _open.Enqueue(read);
            return new ValueTask<int>(read.Task);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
