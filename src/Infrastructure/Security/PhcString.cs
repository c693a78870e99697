using System.Globalization;
using System.Text.RegularExpressions;

namespace PosCommerce.Infrastructure.Security;

/// <summary>An Argon2id hash with everything that is needed to compute it again, in the PHC string format.</summary>
/// <remarks>
/// Read and written here and not by whoever hashes: libargon2 and Isopoh agree on what is right and differ on what is not (one
/// answers with a code, the other indexes past the end of the text, or leaves salt and hash out of what it writes).
/// </remarks>
internal sealed partial record PhcString(int MemoryKiB, int Passes, int Lanes, byte[] Salt, byte[] Hash)
{
    // More than anybody sets, and little enough that no stored text can take the machine's memory.
    private const int MostMemoryKiB = 262_144;
    private const int MostPasses = 16;
    private const int MostLanes = 8;
    private const int LeastMemoryKiBPerLane = 8;
    private const int ShortestSalt = 8;
    private const int ShortestHash = 16;
    private const int Longest = 64;

    /// <summary>Null when it is no such hash, or one that would be written otherwise.</summary>
    internal static PhcString? TryParse(string text)
    {
        if (Form().Match(text) is not { Success: true } match)
            return null;
        var parsed = new PhcString(Number(match, 1), Number(match, 2), Number(match, 3), Bytes(match, 4), Bytes(match, 5));
        return parsed.IsSane && parsed.ToString() == text ? parsed : null;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix(MemoryKiB, Passes, Lanes)}{Unpadded(Salt)}${Unpadded(Hash)}");

    /// <summary>What every hash with these parameters begins with.</summary>
    internal static string Prefix(int memoryKiB, int passes, int lanes) =>
        string.Create(CultureInfo.InvariantCulture, $"$argon2id$v=19$m={memoryKiB},t={passes},p={lanes}$");

    private bool IsSane =>
        Lanes is >= 1 and <= MostLanes
        && Passes is >= 1 and <= MostPasses
        && MemoryKiB >= LeastMemoryKiBPerLane * Lanes
        && MemoryKiB <= MostMemoryKiB
        && Salt.Length is >= ShortestSalt and <= Longest
        && Hash.Length is >= ShortestHash and <= Longest;

    private static int Number(Match match, int group) =>
        int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static byte[] Bytes(Match match, int group)
    {
        const int quantum = 4;
        var text = match.Groups[group].Value;
        var padded = text.PadRight((text.Length + quantum - 1) / quantum * quantum, '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : [];
    }

    private static string Unpadded(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    [GeneratedRegex(
        @"\A\$argon2id\$v=19\$m=([1-9][0-9]{0,6}),t=([1-9][0-9]?),p=([1-9][0-9]?)\$([A-Za-z0-9+/]{1,100})\$([A-Za-z0-9+/]{1,100})\z"
    )]
    private static partial Regex Form();
}
