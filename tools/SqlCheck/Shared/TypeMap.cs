namespace PosCommerce.SqlCheck;

/// <summary>One C# type that travels between the code and PostgreSQL.</summary>
/// <param name="Clr">Its full name.</param>
/// <param name="Wire">The PostgreSQL type an argument of it is sent as.</param>
/// <param name="Reads">The PostgreSQL types a result of it is read from, as format_type names them without length.</param>
/// <param name="ReadsArray">An array of it is read from an array of those types.</param>
internal sealed record TypeRow(string Clr, string Wire, IReadOnlyList<string> Reads, bool ReadsArray);

/// <summary>
/// The one table of types: the binder sends by it, rows are read by it, the checker judges by it. Not listed is not
/// sendable: an enum goes as text, DateTime and floating point numbers not at all.
/// </summary>
internal static class TypeMap
{
    public static readonly IReadOnlyList<TypeRow> Rows =
    [
        new("System.Guid", "uuid", ["uuid"], ReadsArray: true),
        new("System.String", "text", ["text", "character varying", "character", "name", "json", "jsonb"], ReadsArray: true),
        new("System.Boolean", "boolean", ["boolean"], ReadsArray: true),
        new("System.Int16", "smallint", ["smallint"], ReadsArray: true),
        new("System.Int32", "integer", ["integer"], ReadsArray: true),
        new("System.Int64", "bigint", ["bigint"], ReadsArray: true),
        new("System.Decimal", "numeric", ["numeric"], ReadsArray: true),
        // The handlers of these two change the value, which nobody does for each item of an array.
        new("System.DateTimeOffset", "timestamp with time zone", ["timestamp with time zone"], ReadsArray: false),
        new("System.DateOnly", "date", ["date"], ReadsArray: false),
        new("System.Byte[]", "bytea", ["bytea"], ReadsArray: false),
    ];

    /// <summary>A C# enum is sent by name, written as in JSON.</summary>
    public const string EnumWire = "text";

    /// <summary>PostgreSQL types from which a C# enum is read, by name.</summary>
    public static readonly IReadOnlyList<string> EnumReads = ["text", "character varying", "character", "name"];

    private static readonly Dictionary<string, TypeRow> ByClr = Rows.ToDictionary(row => row.Clr, StringComparer.Ordinal);

    /// <summary>The row of a C# type by its full name, <c>System.Byte[]</c> among them; null when it does not travel.</summary>
    public static TypeRow? Of(string clr) => ByClr.TryGetValue(clr, out var row) ? row : null;

    /// <summary>The C# type that a PostgreSQL type is best read into; null when there is none.</summary>
    public static string? ClrOf(string postgres)
    {
        var item = postgres.EndsWith("[]", StringComparison.Ordinal) ? postgres.Substring(0, postgres.Length - 2) : null;
        var row = Rows.FirstOrDefault(r => r.Reads.Contains(item ?? postgres));
        return row is null || (item is not null && !row.ReadsArray) ? null
            : item is null ? row.Clr
            : row.Clr + "[]";
    }
}
