namespace PosCommerce.Migrator;

/// <summary>How the demo accounts' password is hashed and checked; the migrator has no opinion on the algorithm.</summary>
public sealed record DemoPassword(string Password, Func<string, string> Hash, Func<string, string, bool> Verify)
{
    // A record prints its members; a password must not be printed.
    public override string ToString() => nameof(DemoPassword);
}

/// <summary>
/// Brings the product's own rows (permissions, predefined roles, the first store) to this build. Run after every <c>up</c>.
/// </summary>
public static class Seeds
{
    private const string DemoHashesSql = """
        select distinct password_hash
          from identity.user_account
         where password_hash is not null
           and (email like '%@demo.example' or email like '%@rival.example')
        """;

    private const string DemoHashSettingSql = """
        select set_config('seed.demo_password_hash', @Hash, false)
        """;

    /// <summary>Runs the seeds, each in a transaction, and with a password the demo data after them.</summary>
    /// <exception cref="MigrationFailure">A seed failed; nothing of it remains, the seeds before it do.</exception>
    public static Task RunAsync(
        string connectionString,
        IScriptSource scripts,
        DemoPassword? demo,
        IProgressSink progress,
        CancellationToken ct = default
    ) => RunAsync(connectionString, scripts.Seeds, demo is null ? [] : scripts.DemoSeeds, demo, progress, ct);

    /// <summary>Renews the demo data alone; the seeds have run before.</summary>
    /// <exception cref="MigrationFailure">What was done to the demo shops is in the way; nothing of that script remains.</exception>
    public static Task RunDemoAsync(
        string connectionString,
        IScriptSource scripts,
        DemoPassword demo,
        IProgressSink progress,
        CancellationToken ct = default
    ) => RunAsync(connectionString, [], scripts.DemoSeeds, demo, progress, ct);

    private static async Task RunAsync(
        string connectionString,
        IReadOnlyList<Script> seeds,
        IReadOnlyList<Script> demoSeeds,
        DemoPassword? demo,
        IProgressSink progress,
        CancellationToken ct
    )
    {
        await using var session = await Session.OpenAsync(connectionString, database: null, ct);
        await Migrations.RefuseOtherRolesAsync(session, ct);
        await session.LockAsync(Session.SchemaLock, progress, ct);

        // A setting of the connection, which DbUp keeps from one script to the next: a hash is no text for a script.
        if (demo is not null && demoSeeds.Count > 0)
            await session.ListAsync<string?>(DemoHashSettingSql, new { Hash = await StoredOrNewHashAsync(session, demo, ct) }, ct);
        var due = seeds
            .Select(script => Engine.Always(script, group: 0))
            .Concat(demoSeeds.Select(script => Engine.Always(script, group: 1)));
        await Engine.RunAsync(session, [.. due], handOver: false, progress, ct);
    }

    /// <summary>
    /// A hash has a fresh salt each time, so the stored one is kept while it fits: seeding twice then changes no row.
    /// </summary>
    private static async Task<string> StoredOrNewHashAsync(Session session, DemoPassword demo, CancellationToken ct)
    {
        var hasAccounts = await session.SingleAsync<bool>("select to_regclass('identity.user_account') is not null", null, ct);
        var stored = hasAccounts ? await session.ListAsync<string>(DemoHashesSql, null, ct) : [];
        return stored.FirstOrDefault(hash => demo.Verify(demo.Password, hash)) ?? demo.Hash(demo.Password);
    }
}
