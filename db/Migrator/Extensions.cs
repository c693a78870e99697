namespace PosCommerce.Migrator;

/// <summary>What the schema needs of the server beyond PostgreSQL itself.</summary>
public static class Extensions
{
    /// <summary>A migration makes each of these in the database; whoever owns that may, because they are trusted.</summary>
    public static readonly IReadOnlyList<string> Needed = ["btree_gist"];

    private const string MissingSql = """
        select coalesce(needed.name, '') as name
          from unnest(@Names) as needed (name)
         where not exists (select
                             from pg_available_extensions as a
                            where a.name = needed.name)
         order by 1
        """;

    /// <summary>Looks in a database whether its server has some extensions.</summary>
    /// <exception cref="MigrationFailure">It does not have one of them.</exception>
    public static async Task RequireAsync(string connectionString, IReadOnlyList<string> names, CancellationToken ct)
    {
        await using var session = await Session.OpenAsync(connectionString, database: null, ct);
        await RequireAsync(session, names, ct);
    }

    /// <summary>Looks before anything is applied: a script that fails in the middle of a release tells less.</summary>
    /// <exception cref="MigrationFailure">The server does not have one of them.</exception>
    internal static async Task RequireAsync(Session session, IReadOnlyList<string> names, CancellationToken ct)
    {
        var missing = await session.ListAsync<string>(MissingSql, new { Names = names.ToArray() }, ct);
        if (missing.Count > 0)
        {
            throw new MigrationFailure(
                $"The server lacks {string.Join(", ", missing)}, which come with PostgreSQL's contrib modules: install them on the server "
                    + "(Debian has them in postgresql-<version>, others in postgresql-contrib) or have your provider allow them, then run this again."
            );
        }
    }
}
