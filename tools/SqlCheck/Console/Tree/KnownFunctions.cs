namespace PosCommerce.SqlCheck.Tree;

/// <summary>
/// What PostgreSQL's own functions and operators are known to do with nulls. Left out on purpose are those that answer null
/// for arguments that are not: extract and to_char (of infinity), array_length (of an empty array), lower and upper of a
/// range, substring by a pattern, the readers of JSON.
/// </summary>
internal static class KnownFunctions
{
    private const uint Text = 25;
    private const uint Integer = 23;
    private const uint Json = 114;
    private const uint Jsonb = 3802;

    public static readonly IReadOnlySet<string> NeverNull = new HashSet<string>(StringComparer.Ordinal)
    {
        "now",
        "clock_timestamp",
        "statement_timestamp",
        "transaction_timestamp",
        "gen_random_uuid",
        "random",
        "concat",
        "num_nulls",
        "num_nonnulls",
        "json_build_object",
        "json_build_array",
        "jsonb_build_object",
        "jsonb_build_array",
        "pg_current_xact_id",
        "pg_current_snapshot",
        "pg_backend_pid",
    };

    /// <summary>Null only if the first argument is, and only in groups that have rows.</summary>
    public static readonly IReadOnlySet<string> Aggregates = new HashSet<string>(StringComparer.Ordinal)
    {
        "sum",
        "min",
        "max",
        "avg",
        "bool_and",
        "bool_or",
        "every",
        "bit_and",
        "bit_or",
        "string_agg",
    };

    /// <summary>Never null in groups that have rows: a null is an item like another.</summary>
    public static readonly IReadOnlySet<string> CollectingAggregates = new HashSet<string>(StringComparer.Ordinal)
    {
        "array_agg",
        "json_agg",
        "jsonb_agg",
    };

    public static readonly IReadOnlySet<string> NumberingWindows = new HashSet<string>(StringComparer.Ordinal)
    {
        "row_number",
        "rank",
        "dense_rank",
        "percent_rank",
        "cume_dist",
        "count",
    };

    /// <summary>Null only for a null.</summary>
    public static readonly IReadOnlySet<string> SafeOperators = new HashSet<string>(StringComparer.Ordinal)
    {
        "=",
        "<>",
        "<",
        "<=",
        ">",
        ">=",
        "+",
        "-",
        "*",
        "/",
        "%",
        "^",
        "||",
        "|",
        "&",
        "<<",
        ">>",
        "@",
        "|/",
        "~",
        "!~",
        "~*",
        "!~*",
        "~~",
        "!~~",
        "~~*",
        "!~~*",
        "@>",
        "<@",
        "&&",
        "?",
        "?|",
        "?&",
        "^@",
    };

    private static readonly HashSet<string> Safe = new(StringComparer.Ordinal)
    {
        "length",
        "char_length",
        "character_length",
        "octet_length",
        "btrim",
        "ltrim",
        "rtrim",
        "replace",
        "translate",
        "left",
        "right",
        "lpad",
        "rpad",
        "initcap",
        "md5",
        "sha256",
        "sha512",
        "reverse",
        "repeat",
        "split_part",
        "strpos",
        "position",
        "starts_with",
        "encode",
        "decode",
        "regexp_replace",
        "abs",
        "ceil",
        "ceiling",
        "floor",
        "round",
        "trunc",
        "sign",
        "mod",
        "div",
        "power",
        "sqrt",
        "date_trunc",
        "timezone",
        "cardinality",
        "hashtext",
        "to_tsvector",
        "plainto_tsquery",
        "websearch_to_tsquery",
        "to_json",
        "to_jsonb",
        "jsonb_array_length",
        "booleq",
        "date",
        "greatest",
        "substr",
        "array_to_string",
        "bool",
    };

    public static bool IsJson(uint type) => type is Json or Jsonb;

    /// <summary>Null for a null argument and for nothing else.</summary>
    public static bool IsNullOnlyForNull(Function function) =>
        function.ShortName switch
        {
            // Of a range they are null when it is empty or has no bound.
            "lower" or "upper" => function.Arguments is [Text],
            // By a pattern it is null when nothing matches.
            "substring" => function.Arguments is [_, Integer, ..],
            var name => Safe.Contains(name),
        };
}
