using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Catalog;

/// <summary>What a code tells besides the article. What it does not tell is null.</summary>
/// <remarks>All figures are exact: they are digits of the code with a point among them, or those converted by a factor of law.</remarks>
public sealed record CodeContent
{
    /// <summary>The code names the article and nothing else.</summary>
    public static readonly CodeContent None = new();

    /// <summary>
    /// The article is what the carton or pallet contains (02), and <see cref="Quantity"/> says how many of it; the carton itself has
    /// another number or none.
    /// </summary>
    public bool IsContent { get; init; }

    /// <summary>How many (30, 37), or how much by an in-store number; more than zero.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>
    /// Kilograms without packaging (310n; 320n converted from pounds, 356n from troy ounces; in-store numbers); more than zero.
    /// </summary>
    public decimal? NetWeight { get; init; }

    /// <summary>Every measure that the code tells (31nn to 36nn), weights too, in the unit that it tells them in.</summary>
    public IReadOnlyList<Measure> Measures { get; init; } = [];

    /// <summary>What the pack costs (392n, 393n; in-store numbers); more than zero.</summary>
    public CodePrice? Price { get; init; }

    /// <summary>The batch or lot (10), as it is written.</summary>
    public string? Lot { get; init; }

    /// <summary>The serial number (21), as it is written.</summary>
    public string? Serial { get; init; }

    /// <summary>The last day of use (17, or the day of 7003).</summary>
    public DateOnly? Expiry { get; init; }

    /// <summary>Until when on that day (7003), by the clock where it was made.</summary>
    public TimeOnly? ExpiryTime { get; init; }

    /// <summary>The day until which it is at its best (15). Selling it afterwards is the shop's decision.</summary>
    public DateOnly? BestBefore { get; init; }

    /// <summary>The day until which the shop should sell it (16).</summary>
    public DateOnly? SellBy { get; init; }

    /// <summary>The day on which it was made (11).</summary>
    public DateOnly? ProducedOn { get; init; }

    /// <summary>The day on which it was packed (13).</summary>
    public DateOnly? PackedOn { get; init; }

    /// <summary>The same with the value that an in-store number holds, where the elements around it tell none.</summary>
    internal CodeContent With(CodeContent value) =>
        this with
        {
            Price = Price ?? value.Price,
            NetWeight = NetWeight ?? value.NetWeight,
            Quantity = Quantity ?? value.Quantity,
        };
}

/// <summary>A price that a code tells.</summary>
/// <param name="Currency">ISO 4217; null when it is that of the store (392n, in-store numbers).</param>
public sealed record CodePrice(decimal Amount, string? Currency)
{
    /// <summary>
    /// In minor units of a currency with so many decimals; null when it is none of them exactly (9.995 in cents), or more than a
    /// long holds. Nothing is rounded: a label is right or it is not.
    /// </summary>
    public long? MinorUnits(int currencyDigits)
    {
        var amount = Amount;
        for (var i = 0; i < currencyDigits; i++)
        {
            if (amount > long.MaxValue)
                return null;
            amount *= 10;
        }

        return decimal.Truncate(amount) == amount && amount <= long.MaxValue ? (long)amount : null;
    }

    /// <summary>The same in the currency that it names; null for one that names none.</summary>
    public long? MinorUnits() => Currency is null ? null : MinorUnits(Currencies.DigitsOf(Currency));
}

/// <summary>A measure that a code tells.</summary>
/// <param name="Ai">The application identifier that tells it, <c>3103</c>.</param>
/// <param name="Value">More than zero.</param>
public sealed record Measure(string Ai, MeasureKind Kind, decimal Value, MeasureUnit Unit);

/// <summary>What of a pack is measured. The trade measures are those of the goods, the gross ones those of the packed unit.</summary>
public enum MeasureKind
{
    NetWeight,
    Length,
    Width,
    Height,
    Area,
    NetVolume,

    /// <summary>Kilograms per square metre.</summary>
    Density,
    GrossWeight,
    GrossLength,
    GrossWidth,
    GrossHeight,
    GrossArea,
    GrossVolume,
}

/// <summary>The units that GS1 measures in.</summary>
public enum MeasureUnit
{
    Kilogram,
    Metre,
    SquareMetre,
    Litre,
    CubicMetre,
    KilogramPerSquareMetre,
    Pound,
    TroyOunce,
    Inch,
    Foot,
    Yard,
    SquareInch,
    SquareFoot,
    SquareYard,
    CubicInch,
    CubicFoot,
    CubicYard,

    /// <summary>Of the United States, as the other liquid measures.</summary>
    FluidOunce,
    Quart,
    Gallon,
}
