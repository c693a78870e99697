using System.Security.Cryptography;
using System.Text;

namespace PosCommerce.SqlCheck;

/// <summary>What a schema is made of, in one word that changes with any of it.</summary>
internal static class Digest
{
    /// <summary>Over file names (without folder) and texts of all migrations; neither their order here nor the line ends count.</summary>
    public static string Of(IEnumerable<(string Name, string Text)> migrations)
    {
        var all = new StringBuilder();
        foreach (var (name, text) in migrations.OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            var plain = Lines.ToLf(text.TrimStart('\uFEFF'));
            all.Append(name).Append('\n').Append(plain.Length).Append('\n').Append(plain).Append('\n');
        }

        var bytes = Encoding.UTF8.GetBytes(all.ToString());
#if NET
        return Lines.Hex(SHA256.HashData(bytes));
#else
        using var sha = SHA256.Create();
        return Lines.Hex(sha.ComputeHash(bytes));
#endif
    }
}
