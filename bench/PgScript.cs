using System.Globalization;
using System.Text.RegularExpressions;

namespace PosCommerce.Bench;

/// <summary>
/// One of the scripts in <c>sql/</c>, and the values that it is run with: pgbench's own format, variables as <c>:name</c>.
/// </summary>
internal sealed partial record PgScript(string File, IReadOnlyDictionary<string, string> Values)
{
    private const string OpenTurn = "\\startpipeline";
    private const string CloseTurn = "\\endpipeline";

    public static PgScript Of(string name, IReadOnlyDictionary<string, string> values) =>
        new(Path.Combine(AppContext.BaseDirectory, "sql", $"{name}.sql"), values);

    /// <summary>Its statements as the driver writes them, those of one turn together.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Turns()
    {
        List<IReadOnlyList<string>> turns = [];
        List<string>? turn = null;
        var text = string.Join(
            '\n',
            System
                .IO.File.ReadLines(File)
                .Where(line => !line.StartsWith("--", StringComparison.Ordinal) && !line.StartsWith("\\set", StringComparison.Ordinal))
        );
        // A turn's edges stand between statements, on lines of their own.
        foreach (
            var piece in text.Replace(OpenTurn, $"{OpenTurn};", StringComparison.Ordinal)
                .Replace(CloseTurn, $"{CloseTurn};", StringComparison.Ordinal)
                .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            if (piece == OpenTurn)
                turn = [];
            else if (piece == CloseTurn)
                (turn, _) = (null, Add(turns, turn!)); // pgbench knows no end without a start.
            else if (turn is not null)
                turn.Add(Variable().Replace(piece, "@$1"));
            else
                turns.Add([Variable().Replace(piece, "@$1")]);
        }

        return turns;
    }

    /// <summary>What the script's <c>\set</c> lines compute, for one client's turn.</summary>
    public Dictionary<string, string> Draw(int client, long turn)
    {
        var isHot = Values.GetValueOrDefault("hot") == "1";
        return new Dictionary<string, string>(Values, StringComparer.Ordinal)
        {
            ["a"] = Text(
                1_000_000_000_000_000 + (long.Parse(Values["run"], CultureInfo.InvariantCulture) * 100_000_000_000) + (turn * 100) + client
            ),
            ["r"] = Text(Random.Shared.NextInt64(1_000_000_000_000_000, 9_999_999_999_999_990)),
            ["till"] = Text(4_000_000_000_000_000 + client),
            ["v1"] = Text(8_000_000_000_000_000 + (isHot ? 1 : Random.Shared.Next(1, 334))),
            ["v2"] = Text(8_000_000_000_000_000 + Random.Shared.Next(334, 667)),
            ["v3"] = Text(8_000_000_000_000_000 + Random.Shared.Next(667, 1001)),
        };
    }

    private static bool Add(List<IReadOnlyList<string>> turns, List<string> turn)
    {
        turns.Add(turn);
        return true;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("(?<!:):([a-z][a-z0-9]*)")]
    private static partial Regex Variable();
}
