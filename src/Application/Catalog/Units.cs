namespace PosCommerce.Application.Catalog;

/// <summary>What a price is for.</summary>
internal static class Units
{
    public const string Piece = "piece";
    public const string Form = @"^(piece|kg|g|l|ml|m|m2|hour)\z";
    public const string Message = "Must be one of piece, kg, g, l, ml, m, m2 and hour.";
    private const string Hour = "hour";

    /// <summary>Whether something of this kind is sold by such units.</summary>
    public static bool Fit(ProductKind kind, string unit) =>
        kind switch
        {
            ProductKind.Weighed => unit is not (Piece or Hour),
            ProductKind.Service => unit is Piece or Hour,
            _ => unit is Piece,
        };
}
