namespace PosCommerce.SqlCheck;

/// <summary>What can be wrong. All of them are errors.</summary>
internal static class Codes
{
    public const string NotWired = "SQL000";
    public const string NotVerified = "SQL001";
    public const string Outdated = "SQL002";
    public const string Rejected = "SQL003";
    public const string NotConstant = "SQL004";
    public const string OutOfPlace = "SQL005";
    public const string ArgumentMissing = "SQL010";
    public const string ArgumentUnused = "SQL011";
    public const string ArgumentType = "SQL012";
    public const string ColumnCount = "SQL020";
    public const string ColumnType = "SQL021";
    public const string ColumnNull = "SQL022";
    public const string ColumnOrder = "SQL023";
    public const string RowsOrNone = "SQL024";
    public const string TenantMissing = "SQL030";
    public const string NotWalled = "SQL031";
    public const string NotGranted = "SQL032";
    public const string CrossesContext = "SQL033";
    public const string TenantWide = "SQL034";
    public const string NotRoutable = "SQL035";
    public const string NoIndex = "SQL040";
    public const string MigrationFails = "SQL050";
    public const string SeedNotIdempotent = "SQL051";
    public const string NotDistributable = "SQL052";
    public const string SnapshotDiffers = "SQL060";
    public const string SnapshotUnused = "SQL061";
    public const string PastTheDoor = "SQL090";

    /// <summary>What to do about most of them.</summary>
    public const string Remedy = "run ./build.sh sql";

    /// <summary>A short title of each code that the compiler can report.</summary>
    public static readonly IReadOnlyDictionary<string, string> Titles = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [NotWired] = "The SQL checker has nothing to check against",
        [NotVerified] = "The statement was never verified",
        [Outdated] = "The migrations changed since the statements were verified",
        [Rejected] = "PostgreSQL rejects the statement",
        [NotConstant] = "The text is not a finite set of constants",
        [OutOfPlace] = "The statement stands in another file than the one handler that it serves",
        [ArgumentMissing] = "An argument is missing",
        [ArgumentUnused] = "An argument is not used",
        [ArgumentType] = "An argument's type is refused, cannot be sent or was not verified",
        [ColumnCount] = "The row type has another number of members than the statement has columns",
        [ColumnType] = "A column cannot be read into its member's type",
        [ColumnNull] = "A column can be null and its member cannot",
        [ColumnOrder] = "The members are named or ordered otherwise than the columns",
        [RowsOrNone] = "Rows where none are taken, or none where they are",
        [TenantMissing] = "A query level does not name the tenant",
        [NotWalled] = "A table, view or function is not walled off by row security",
        [NotGranted] = "The context's role lacks a privilege",
        [CrossesContext] = "The statement crosses the wall of its context",
        [TenantWide] = "The statement concerns all tenants",
        [NotRoutable] = "A distributed engine cannot route the statement",
        [NoIndex] = "No index can serve the statement",
        [SnapshotUnused] = "Nothing belongs to a file of the snapshot",
        [PastTheDoor] = "The database is used past its one door",
    };
}
