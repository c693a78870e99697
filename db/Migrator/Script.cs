using System.Security.Cryptography;
using System.Text;

namespace PosCommerce.Migrator;

/// <summary>One SQL script under the name by which the journal knows it.</summary>
public sealed record Script(string Name, string Text)
{
    /// <summary>SHA-256 of the text with LF line ends, so that a checkout on Windows is the same script.</summary>
    public string Hash { get; } = HashOf(Text);

    internal static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Normalise(text))));

    private static string Normalise(string text) =>
        text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
