using Npgsql;

namespace PosCommerce.Migrator;

/// <summary>How the demo accounts' password is hashed and checked; the migrator has no opinion on the algorithm.</summary>
public sealed record DemoPassword(string Password, Func<string, string> Hash, Func<string, string, bool> Verify)
{
    // A record prints its members; a password must not be printed.
    public override string ToString() => nameof(DemoPassword);
}

/// <summary>Brings the product's own rows (permissions, predefined roles, the first store) to this build. Run after every <c>up</c>.</summary>
public static class Seeds
{
    private const string DemoHashesSql =
        """
        select distinct password_hash
          from identity.user_account
         where password_hash is not null
           and (email like '%@demo.example' or email like '%@rival.example')
        """;

    /// <summary>Runs the seeds, each in a transaction, and with a password the demo data after them.</summary>
    /// <exception cref="MigrationFailure">A seed failed; nothing of it remains, the seeds before it do.</exception>
    public static async Task RunAsync(string connectionString, IScriptSource scripts, DemoPassword? demo, IProgressSink progress, CancellationToken ct = default)
    {
        await using var session = await Session.OpenAsync(connectionString, database: null, ct);
        await Migrations.RefuseOtherRolesAsync(session, ct);
        await session.LockAsync(Session.SchemaLock, progress, ct);

        foreach (var script in scripts.Seeds)
            await Session.StepAsync(script.Name, progress, () => RunAsync(session, script, demoPasswordHash: null, ct));
        if (demo is null || scripts.DemoSeeds.Count == 0)
            return;

        var hash = await StoredOrNewHashAsync(session, demo, ct);
        foreach (var script in scripts.DemoSeeds)
            await Session.StepAsync(script.Name, progress, () => RunAsync(session, script, hash, ct));
    }

    private static async Task RunAsync(Session session, Script script, string? demoPasswordHash, CancellationToken ct)
    {
        await using var transaction = await session.Connection.BeginTransactionAsync(ct);
        if (demoPasswordHash is not null)
            await session.ListAsync<string?>("select set_config('seed.demo_password_hash', @Hash, true)", new { Hash = demoPasswordHash }, ct);
        await session.RunAsync(script, ct);
        try
        {
            await transaction.CommitAsync(ct);
        }
        catch (PostgresException e)
        {
            throw new MigrationFailure($"{script.Name}: at its end, {e.MessageText} ({e.SqlState})", inner: e);
        }
    }

    /// <summary>A hash has a fresh salt each time, so the stored one is kept while it fits: seeding twice then changes no row.</summary>
    private static async Task<string> StoredOrNewHashAsync(Session session, DemoPassword demo, CancellationToken ct)
    {
        var hasAccounts = await session.SingleAsync<bool>("select to_regclass('identity.user_account') is not null", null, ct);
        var stored = hasAccounts ? await session.ListAsync<string>(DemoHashesSql, null, ct) : [];
        return stored.FirstOrDefault(hash => demo.Verify(demo.Password, hash)) ?? demo.Hash(demo.Password);
    }
}
