namespace PosCommerce.Domain.Catalog;

/// <summary>One single pack in the world: the code of its article, as barcodes are kept, and its serial number.</summary>
public sealed record PackIdentity(string Code, string Serial)
{
    /// <summary>The pack that a code names; null when it names any pack of its article.</summary>
    public static PackIdentity? Of(ReadableCode code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Candidates[0] is { Content: { Serial: { } serial, IsContent: false } } first
            ? new PackIdentity(first.Value, serial)
            : null;
    }

    /// <summary>
    /// Whether the code that came later can be from the pack that the earlier was read from: packs carry an EAN-13 and a 2D symbol
    /// during the years of change, and a scanner may read both.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Only a serial number proves it. Otherwise one symbol beside another of the same article is what can be seen, and two bottles that
    /// were scanned by different symbols look the same: ask this for codes that came within a second or two at one till, and tell
    /// the cashier instead of dropping the code. Two that are alike in everything are two packs: that is how one scans them.
    /// </para>
    /// <para>
    /// Codes of one article that are kept as different barcodes (a GTIN and an in-store number) are known to be one only by the
    /// catalogue, so whoever has looked them up says so.
    /// </para>
    /// </remarks>
    /// <param name="isSameArticle">What the catalogue says; null compares what the codes name.</param>
    public static PackRepetition Repetition(ReadableCode earlier, ReadableCode later, bool? isSameArticle = null)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        if (!(isSameArticle ?? later.Candidates.Any(one => earlier.Candidates.Any(other => one.Value == other.Value))))
            return PackRepetition.No;
        var (one, other) = (earlier.Candidates[0].Content, later.Candidates[0].Content);
        if (Contradict(one, other))
            return PackRepetition.No;
        if (one.Serial is not null && one.Serial == other.Serial)
            return PackRepetition.Certain;
        return IsOtherSymbol(earlier, later) || TellsMore(one, other) || TellsMore(other, one)
            ? PackRepetition.Possible
            : PackRepetition.No;
    }

    private static bool IsOtherSymbol(ReadableCode one, ReadableCode other) =>
        one.Form != other.Form || (one.Symbology is not null && other.Symbology is not null && one.Symbology != other.Symbology);

    private static bool Contradict(CodeContent one, CodeContent other) =>
        one.IsContent != other.IsContent
        || Told(one).Zip(Told(other)).Any(both => both is (not null, not null) && !both.First.Equals(both.Second));

    private static bool TellsMore(CodeContent one, CodeContent other) => Told(one).Zip(Told(other)).Any(both => both is (not null, null));

    private static object?[] Told(CodeContent content) =>
        [
            content.Quantity,
            content.NetWeight,
            content.Price?.Amount,
            content.Lot,
            content.Serial,
            content.Expiry,
            content.BestBefore,
            content.SellBy,
            content.ProducedOn,
            content.PackedOn,
        ];
}

/// <summary>Whether two codes were read from one pack.</summary>
public enum PackRepetition
{
    /// <summary>They are of two packs, as far as they tell.</summary>
    No,

    /// <summary>They may be of one: different symbols of one article, and nothing in them differs.</summary>
    Possible,

    /// <summary>They are of one: article and serial number are the same.</summary>
    Certain,
}
