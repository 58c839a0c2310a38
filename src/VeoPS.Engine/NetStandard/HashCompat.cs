using System.Security.Cryptography;

namespace VeoPS.Engine;

/// <summary>Members that <see cref="SHA256"/> and <see cref="Convert"/> have in newer frameworks.</summary>
internal static class HashCompat
{
    extension(SHA256)
    {
        public static byte[] HashData(byte[] source)
        {
            using SHA256 hash = SHA256.Create();
            return hash.ComputeHash(source);
        }
    }

    extension(Convert)
    {
        public static string ToHexString(byte[] bytes) => BitConverter.ToString(bytes).Replace("-", "");
    }
}
