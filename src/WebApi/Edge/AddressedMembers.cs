using System.Buffers;
using System.Text.Json;
using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.Edge;

/// <param name="Name">In the case of JSON.</param>
internal sealed record AddressedMember(string Name, object? Value);

/// <summary>
/// Members of a request that its address has said; put in front of the body's own, so that one set of rules reads them all.
/// </summary>
internal sealed class AddressedMembers(IReadOnlyList<AddressedMember> members)
{
    private const int Longest = 80;

    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    public bool Has(string name)
    {
        foreach (var member in members)
        {
            if (member.Name == name)
                return true;
        }

        return false;
    }

    /// <summary>The object with these members besides its own; any other text as it is.</summary>
    public ReadOnlySpan<byte> Complete(ReadOnlySpan<byte> utf8)
    {
        var inside = utf8.TrimStart(Blanks);
        if (members.Count == 0 || inside is not [(byte)'{', ..])
            return utf8;
        inside = inside[1..].TrimStart(Blanks);
        var text = new ArrayBufferWriter<byte>(utf8.Length + (Longest * members.Count));
        var separator = "{"u8;
        foreach (var member in members)
        {
            text.Write(separator);
            text.Write(JsonSerializer.SerializeToUtf8Bytes(member.Name, Json.Options));
            text.Write(":"u8);
            text.Write(JsonSerializer.SerializeToUtf8Bytes(member.Value, Json.Options));
            separator = ","u8;
        }

        if (inside is not [(byte)'}', ..])
            text.Write(separator);
        text.Write(inside);
        return text.WrittenSpan;
    }
}
