using System.Text.Json;
using PosCommerce.Local;

namespace PosCommerce.Application.Tests.Walls;

/// <summary>What <c>db/tables.json</c> says of each table.</summary>
/// <param name="Kind"><c>platform</c>, <c>tenant</c>, <c>store</c>, <c>route</c> or <c>shared</c>.</param>
/// <param name="Wall">The wall of a platform table that has one all the same.</param>
/// <param name="Readers">Roles that read the rows of all merchants.</param>
internal sealed record Table(string Name, string Kind, string? Wall, string? Reason, IReadOnlyList<string> Readers)
{
    public static IReadOnlyList<Table> All { get; } = Read();

    /// <summary>The tables that belong to merchants, row by row.</summary>
    public static IEnumerable<Table> Walled => All.Where(t => t.Behind is not null);

    /// <summary>Which wall it stands behind; null for what is the same for everyone.</summary>
    public string? Behind => Kind == "platform" ? Wall : Kind;

    public override string ToString() => Name;

    private static List<Table> Read()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "db", "tables.json")));
        return
        [
            .. json
                .RootElement.EnumerateObject()
                .Select(t => new Table(
                    t.Name,
                    t.Value.GetProperty("kind").GetString()!,
                    Text(t.Value, "wall"),
                    Text(t.Value, "reason"),
                    ReadersOf(t.Value)
                )),
        ]; // A kind is a text.
    }

    private static List<string> ReadersOf(JsonElement table) =>
        table.TryGetProperty("readers", out var readers) ? [.. readers.EnumerateObject().Select(r => r.Name)] : [];

    private static string? Text(JsonElement table, string member) => table.TryGetProperty(member, out var value) ? value.GetString() : null;
}
