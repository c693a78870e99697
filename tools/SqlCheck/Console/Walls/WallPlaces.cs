using PosCommerce.Migrator;

namespace PosCommerce.SqlCheck.Walls;

/// <summary>Finds the migration from which on something is wrong, and the word in it.</summary>
internal static class WallPlaces
{
    // Only where something is wrong does it pay to look at the schema after each migration.
    public static async Task<IReadOnlyList<FileFinding>> LocateAsync(
        IReadOnlyList<WallFinding> findings,
        CheckServer server,
        Scripts scripts,
        Exemptions exemptions,
        CancellationToken ct
    )
    {
        if (findings.Count == 0)
            return [];
        var since = new Dictionary<WallFinding, int>();
        await using (var database = await CheckDatabase.CreateAsync(server, Silence.Instance, ct))
        {
            for (var count = 1; count <= scripts.Migrations.Count; count++)
            {
                await database.MigrateAsync(scripts.UpTo(count), Silence.Instance, ct);
                var now = (await new WallCheck(exemptions).RunAsync(database.Database.Admin, ct)).ToHashSet();
                foreach (var finding in findings)
                {
                    if (!now.Contains(finding))
                        since.Remove(finding);
                    else
                        since.TryAdd(finding, count - 1);
                }
            }
        }

        return
        [
            .. findings.Select(finding =>
                Placed(finding, scripts.Migrations[since.GetValueOrDefault(finding, scripts.Migrations.Count - 1)])
            ),
        ];
    }

    private static FileFinding Placed(WallFinding finding, Script script)
    {
        var message = $"{finding.Object} {finding.Message}.";
        if (finding.Path is { } path)
            return new FileFinding(Codes.NotWalled, message, path);
        var place =
            TextPlaces.Of(script.Text, finding.Object)
            ?? TextPlaces.Of(script.Text, finding.Object[(finding.Object.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        return place is { } at
            ? new FileFinding(Codes.NotWalled, message, Scripts.PathOf(script.Name), at.Line, at.Column, finding.Object.Length)
            : new FileFinding(Codes.NotWalled, message, Scripts.PathOf(script.Name));
    }
}
