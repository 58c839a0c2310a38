using VeoPS.Engine.Disk;

namespace VeoPS.Tests.Disk;

public sealed class FileSystemKindTests
{
    private static readonly string[] Mounts =
    [
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
        "30 22 0:45 / /home rw shared:2 master:1 - nfs4 server:/home rw,vers=4.2",
        "31 30 0:46 / /home/local rw - xfs /dev/sdb1 rw",
        @"32 22 0:47 / /mnt/my\040share rw - cifs //server/share rw",
        "33 22 0:48 / /mnt/host rw - virtiofs host rw",
        "34 22 0:49 / /mnt/cloud rw - fuse.rclone remote rw",
        "35 22 0:50 / /mnt/new rw - somethingnew dev rw",
        "36 22 0:51 / /mnt/twice rw - ext4 dev rw",
        "37 22 0:52 / /mnt/twice rw - 9p dev rw",
        "38 22 0:53 / /mnt/ro ro,relatime - ext4 dev rw",
        "39 22 0:54 / /mnt/remounted rw,relatime - ext4 dev ro,errors=remount-ro",
    ];

    [Theory]
    [InlineData("/var/lib/veops", null)]
    [InlineData("/home/me/.local/state/veops", "nfs4")]
    [InlineData("/home/local/veops", null)]
    [InlineData("/homework", null)]
    [InlineData("/mnt/my share/veops", "cifs")]
    [InlineData("/mnt/host", "virtiofs")]
    [InlineData("/mnt/cloud/a", "fuse.rclone")]
    [InlineData("/mnt/new/a", "somethingnew")]
    [InlineData("/mnt/twice/a", "9p")]
    public void The_mount_above_a_folder_tells_its_kind(string folder, string? kind) =>
        Assert.Equal(kind, FileSystemKind.ForeignKindOf(folder, Mounts));

    [Theory]
    [InlineData("/var/lib/veops", false)]
    [InlineData("/mnt/ro/veops", true)]
    [InlineData("/mnt/remounted/veops", true)]
    [InlineData("/mnt/rope", false)]
    public void The_mount_above_a_folder_tells_whether_it_is_read_only(string folder, bool isReadOnly) =>
        Assert.Equal(isReadOnly, FileSystemKind.IsReadOnly(folder, Mounts));

    [Fact]
    public void The_temporary_folder_of_this_machine_is_looked_up_without_a_fault() =>
        Assert.NotEqual("", FileSystemKind.ForeignKindOf(Path.GetTempPath()) ?? "local");
}
