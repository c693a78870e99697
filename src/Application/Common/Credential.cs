using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace PosCommerce.Application.Common;

/// <summary>What a machine shows instead of a session.</summary>
public enum CredentialKind
{
    /// <summary>An API key: <c>pck_</c>.</summary>
    ApiKey,

    /// <summary>The credential of an enrolled terminal: <c>pct_</c>.</summary>
    Terminal,
}

/// <summary>
/// A bearer credential that is looked up by id: <c>prefix slug . base64url(tenant, id, secret)</c>. Only a hash of the whole
/// text is stored; 256 random bits need no slow hash.
/// </summary>
/// <param name="TenantSlug">Named so that a contradicting <c>X-Tenant</c> is found out without asking the database.</param>
public sealed record Credential(CredentialKind Kind, string TenantSlug, Guid TenantId, Guid Id, byte[] Hash)
{
    private const int GuidLength = 16;
    private const int SecretLength = 32;
    private const int Length = GuidLength + GuidLength + SecretLength;

    /// <summary>A fresh credential: its text, to be shown once, and its hash, to be kept.</summary>
    public static (string Text, byte[] Hash) New(CredentialKind kind, string tenantSlug, Guid tenantId, Guid id)
    {
        Span<byte> bytes = stackalloc byte[Length];
        tenantId.TryWriteBytes(bytes);
        id.TryWriteBytes(bytes[GuidLength..]);
        RandomNumberGenerator.Fill(bytes[(GuidLength + GuidLength)..]);
        var text = $"{PrefixOf(kind)}{tenantSlug}.{Base64Url.EncodeToString(bytes)}";
        return (text, HashOf(text));
    }

    /// <summary>Reads a credential that somebody sent; whether it is any good only the database knows.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Credential? credential)
    {
        credential = null;
        foreach (var kind in Enum.GetValues<CredentialKind>())
        {
            var prefix = PrefixOf(kind);
            if (
                !text.StartsWith(prefix, StringComparison.Ordinal)
                || text[prefix.Length..].Split('.') is not [var slug, var secret]
                || !TenantName.IsOne(slug)
            )
                continue;
            var bytes = new byte[Length];
            // One spelling only: the decoder forgives padding and stray bits, the hash would not.
            if (
                Base64Url.DecodeFromChars(secret, bytes, out _, out var written) is not OperationStatus.Done
                || written != Length
                || Base64Url.EncodeToString(bytes) != secret
            )
                return false;
            credential = new Credential(
                kind,
                slug,
                new Guid(bytes.AsSpan(0, GuidLength)),
                new Guid(bytes.AsSpan(GuidLength, GuidLength)),
                HashOf(text)
            );
            return true;
        }

        return false;
    }

    private static string PrefixOf(CredentialKind kind) => kind is CredentialKind.ApiKey ? "pck_" : "pct_";

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
