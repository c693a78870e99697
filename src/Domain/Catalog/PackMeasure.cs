namespace PosCommerce.Domain.Catalog;

/// <summary>How much of an article a pack holds, by what its code tells.</summary>
public static class PackMeasure
{
    private const int Decimals = 3;
    private const decimal MetresOfInch = 0.0254m;
    private const decimal MetresOfFoot = 0.3048m;
    private const decimal MetresOfYard = 0.9144m;

    // The gallon of the United States is 231 cubic inches.
    private const decimal LitresOfCubicInch = MetresOfInch * MetresOfInch * MetresOfInch * 1000;
    private const decimal LitresOfGallon = 231 * LitresOfCubicInch;

    /// <summary>
    /// The quantity in the unit that the article is sold by, to three decimals; null when the code tells none, and then the till says how
    /// many, or how much.
    /// </summary>
    /// <remarks>
    /// A weight on an article that is sold by the piece is told, and counts nothing. A count on one that is sold by a measure does not
    /// measure it either, except in an in-store number, where the merchant says what it means.
    /// </remarks>
    /// <param name="unit">What the article is sold by: <c>piece</c>, <c>kg</c>, <c>g</c>, <c>l</c>, <c>ml</c>, <c>m</c>, <c>m2</c>.</param>
    /// <param name="packQuantity">How many are in what carries the code.</param>
    public static decimal? Of(CodeCandidate code, string unit, decimal packQuantity)
    {
        ArgumentNullException.ThrowIfNull(code);
        var content = code.Content;
        var counted = content.Quantity * packQuantity;
        var told = unit switch
        {
            "kg" => content.NetWeight,
            "g" => content.NetWeight * 1000,
            "l" => Measured(content, MeasureKind.NetVolume),
            "ml" => Measured(content, MeasureKind.NetVolume) * 1000,
            "m" => Measured(content, MeasureKind.Length),
            "m2" => Measured(content, MeasureKind.Area),
            _ => counted,
        };
        told ??= code.Kind is BarcodeKind.InStore ? counted : null;
        return told is { } exact && decimal.Round(exact, Decimals, MidpointRounding.AwayFromZero) is > 0 and var quantity ? quantity : null;
    }

    private static decimal? Measured(CodeContent content, MeasureKind kind)
    {
        foreach (var measure in content.Measures)
            if (measure.Kind == kind && FactorOf(measure.Unit) is { } factor)
                return measure.Value * factor;
        return null;
    }

    // To metres, square metres and litres, all of them exact by definition.
    private static decimal? FactorOf(MeasureUnit unit) =>
        unit switch
        {
            MeasureUnit.Metre or MeasureUnit.SquareMetre or MeasureUnit.Litre => 1,
            MeasureUnit.Inch => MetresOfInch,
            MeasureUnit.Foot => MetresOfFoot,
            MeasureUnit.Yard => MetresOfYard,
            MeasureUnit.SquareInch => MetresOfInch * MetresOfInch,
            MeasureUnit.SquareFoot => MetresOfFoot * MetresOfFoot,
            MeasureUnit.SquareYard => MetresOfYard * MetresOfYard,
            MeasureUnit.CubicMetre => 1000,
            MeasureUnit.CubicInch => LitresOfCubicInch,
            MeasureUnit.CubicFoot => 1728 * LitresOfCubicInch,
            MeasureUnit.CubicYard => 46_656 * LitresOfCubicInch,
            MeasureUnit.FluidOunce => LitresOfGallon / 128,
            MeasureUnit.Quart => LitresOfGallon / 4,
            MeasureUnit.Gallon => LitresOfGallon,
            _ => null,
        };
}
