using System.Security.Cryptography;
using System.Text;

namespace VeoPS.Engine.Disk;

/// <summary>SHA-256 as it stands in names and records: lower-case hexadecimal digits.</summary>
internal static class Sha256Hex
{
    public static string Of(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();

    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));
}
