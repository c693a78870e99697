using System.Security.Cryptography;
using System.Text;

namespace PosCommerce.SqlCheck;

/// <summary>A script in one word that changes with it.</summary>
internal static class Digest
{
    /// <summary>Of a script's text; neither its line ends nor a byte order mark count.</summary>
    public static string Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(Lines.ToLf(text.TrimStart('\uFEFF')));
#if NET
        return Lines.Hex(SHA256.HashData(bytes));
#else
        using var sha = SHA256.Create();
        return Lines.Hex(sha.ComputeHash(bytes));
#endif
    }
}
