using VeoPS.Engine.Downloads;

namespace VeoPS.Tests.Downloads;

public sealed class Mp4Tests
{
    [Fact]
    public void A_whole_file_has_nothing_wrong_with_it() => Assert.Null(Verify(Films.Whole));

    [Fact]
    public void A_box_may_have_a_long_length() =>
        Assert.Null(Verify([.. Films.Box("ftyp", 8), .. Films.LargeBox("mdat", 5000), .. Films.Box("moov", 0)]));

    [Fact]
    public void The_last_box_may_go_to_the_end() =>
        Assert.Null(Verify([.. Films.Box("ftyp", 8), .. Films.Box("moov", 100), .. Films.Header(0, "mdat"), .. new byte[777]]));

    [Fact]
    public void An_empty_file_is_none() => Assert.Equal("it is empty", Verify([]));

    [Theory]
    [InlineData("<!DOCTYPE html>")]
    [InlineData("x")]
    [InlineData("\0\0\0\u0008abcd")]
    public void What_begins_otherwise_is_none(string content) =>
        Assert.Contains("begin", Verify(System.Text.Encoding.Latin1.GetBytes(content)), StringComparison.Ordinal);

    [Fact]
    public void A_file_cut_anywhere_is_not_whole() =>
        Assert.All(Enumerable.Range(0, Films.Whole.Length), length => Assert.NotNull(Verify(Films.Whole[..length])));

    [Theory]
    [InlineData("\0\0\0\0")]
    [InlineData("\n\r\n")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000A\u000B\u000C")]
    public void Bytes_behind_the_last_box_are_a_remark(string tail)
    {
        using MemoryStream stream = new([.. Films.Whole, .. System.Text.Encoding.Latin1.GetBytes(tail)]);
        Assert.Equal(new Mp4Finding(null, $"{tail.Length} bytes follow its last box", IsQuickTime: false), Mp4.Inspect(stream));
    }

    [Fact]
    public void Another_order_of_the_boxes_is_a_remark()
    {
        using MemoryStream stream = new([.. Films.Box("styp", 8), .. Films.Whole]);
        Mp4Finding found = Mp4.Inspect(stream);
        Assert.Null(found.Fault);
        Assert.Contains("'styp'", found.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void A_film_without_a_file_type_is_one_of_QuickTime()
    {
        using MemoryStream stream = new([.. Films.Box("wide", 0), .. Films.Box("mdat", 100), .. Films.Box("moov", 50)]);
        Mp4Finding found = Mp4.Inspect(stream);
        Assert.True(found.IsQuickTime);
        Assert.Contains("ftyp", found.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void A_box_shorter_than_its_header_is_noticed(uint size) =>
        Assert.Contains(
            "no valid header",
            Verify([.. Films.Whole, .. Films.Header(size, "free"), .. new byte[100]]),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void A_long_length_that_is_none_is_noticed(long size) =>
        Assert.Contains("no valid header", Verify([.. Films.Whole, .. Films.LargeBox("free", 100, size)]), StringComparison.Ordinal);

    [Fact]
    public void A_length_beyond_all_bounds_is_noticed() =>
        Assert.Contains("inside a box", Verify([.. Films.Whole, .. Films.LargeBox("free", 100, long.MaxValue)]), StringComparison.Ordinal);

    [Fact]
    public void A_film_needs_its_movie_header() =>
        Assert.Contains("moov", Verify([.. Films.Box("ftyp", 8), .. Films.Box("mdat", 100)]), StringComparison.Ordinal);

    [Fact]
    public void A_film_needs_its_media() =>
        Assert.Contains("mdat", Verify([.. Films.Box("ftyp", 8), .. Films.Box("moov", 100)]), StringComparison.Ordinal);

    private static string? Verify(byte[] content)
    {
        using MemoryStream stream = new(content);
        return Mp4.Inspect(stream).Fault;
    }
}
