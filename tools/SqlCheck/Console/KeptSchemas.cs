using System.Collections.Concurrent;

namespace PosCommerce.SqlCheck;

/// <summary>
/// Schemas that many checks on one server begin with: made once of the same scripts, and copied for each check. A check that asks
/// once has no use for it.
/// </summary>
internal sealed class KeptSchemas : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<CheckDatabase>>> made = new(StringComparer.Ordinal);

    /// <summary>The kept schema of exactly these scripts; nobody may connect to it.</summary>
    public Task<CheckDatabase> OfAsync(Scripts scripts, Func<Task<CheckDatabase>> make) =>
        made.GetOrAdd(
            Digest.Of(string.Concat(scripts.Migrations.Concat(scripts.Seeds).Select(script => $"{script.Name}\n{script.Text}\n"))),
            _ => new Lazy<Task<CheckDatabase>>(make)
        ).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var schema in made.Values)
            await (await schema.Value).DisposeAsync();
    }
}
