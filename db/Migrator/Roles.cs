using Npgsql;

namespace PosCommerce.Migrator;

/// <summary>
/// Makes the roles, which belong to the server and not to a database, and the database that they work in. Run as an
/// administrator of the server, any number of times.
/// </summary>
public static class Roles
{
    public const string Owner = "poscommerce_owner";
    public const string Migrator = "poscommerce_migrator";
    public const string Gate = "poscommerce_gate";
    public const string App = "poscommerce_app";
    public const string Dispatcher = "poscommerce_dispatcher";
    public const string Backup = "poscommerce_backup";

    /// <summary>The context role of Infrastructure/Database itself.</summary>
    public const string OwnContext = "app_sql";

    /// <summary>One role per context, with rights on its own schema only.</summary>
    public static IReadOnlyList<string> Contexts { get; } = [.. EmbeddedScripts.Schemas.Select(schema => schema + "_sql")];

    /// <summary>The logins that connect to the database.</summary>
    public static IReadOnlyList<string> Logins { get; } = [Migrator, App, Dispatcher, Backup];

    private const string FoundSql = """
        select rolcanlogin as can_login, rolbypassrls as bypasses_row_security, rolinherit as inherits, rolsuper as is_superuser
          from pg_roles
         where rolname = @Name
        """;

    private const int Attempts = 8;
    private const int MembershipOptionsSince = 16;

    // The catalogues of roles are shared by the whole server: other tools may touch the same rows at the same time.
    private static readonly HashSet<string> Passing =
    [
        PostgresErrorCodes.UniqueViolation,
        PostgresErrorCodes.DuplicateObject,
        PostgresErrorCodes.DuplicateDatabase,
        PostgresErrorCodes.ObjectInUse,
    ];

    private static readonly RoleShape[] Shapes =
    [
        new(Owner),
        new(Gate),
        .. Contexts.Select(context => new RoleShape(context)),
        new(Migrator, CanLogin: true) { MemberOf = [Owner, Gate], Settings = [("lock_timeout", "10s"), ("statement_timeout", "0")] },
        new(App, CanLogin: true)
        {
            MemberOf = [.. Contexts],
            // Pages are in memory or on flash: with the default of 4, made for turning disks, plans that serve every
            // value scan whole tables.
            Settings =
            [
                ("statement_timeout", "10s"),
                ("lock_timeout", "5s"),
                ("idle_in_transaction_session_timeout", "15s"),
                ("random_page_cost", "1.1"),
            ],
        },
        new(Dispatcher, CanLogin: true)
        {
            Settings = [("statement_timeout", "30s"), ("lock_timeout", "5s"), ("idle_in_transaction_session_timeout", "30s")],
        },
        // A dump reads for as long as it takes, but must not queue behind a migration, and others behind it.
        new(Backup, CanLogin: true, BypassesRowSecurity: true)
        {
            MemberOf = ["pg_read_all_data"],
            Settings = [("statement_timeout", "0"), ("lock_timeout", "30s"), ("default_transaction_read_only", "on")],
        },
    ];

    /// <summary>Makes the roles, or brings existing ones to this shape.</summary>
    public static Task ApplyAsync(
        string adminConnectionString,
        RolePasswords passwords,
        IProgressSink progress,
        CancellationToken ct = default
    ) =>
        LockedAsync(
            adminConnectionString,
            progress,
            session => Session.StepAsync("roles", progress, () => ApplyAsync(session, passwords, ct)),
            ct
        );

    /// <summary>Makes the database if it is missing, owned by the owner role and closed to everyone but the logins.</summary>
    public static async Task CreateDatabaseAsync(
        string adminConnectionString,
        string database,
        IProgressSink progress,
        CancellationToken ct = default
    )
    {
        await LockedAsync(
            adminConnectionString,
            progress,
            async session =>
            {
                if (
                    !await session.SingleAsync<bool>(
                        "select exists (select from pg_database where datname = @Database)",
                        new { Database = database },
                        ct
                    )
                )
                {
                    await Session.StepAsync(
                        $"database {database}",
                        progress,
                        async () =>
                        {
                            await BecomeOwnerAsync(session, ct);
                            await session.DefineAsync(
                                $"create database {Session.Identifier(database)} owner {Owner} encoding 'UTF8' template template0",
                                ct
                            );
                        }
                    );
                }
            },
            ct
        );
        await GrantAsync(adminConnectionString, database, progress, ct);
    }

    /// <summary>
    /// Closes a database to everyone but the logins. A database made from a template needs it again: grants on a database are not copied.
    /// </summary>
    public static async Task GrantAsync(
        string adminConnectionString,
        string database,
        IProgressSink progress,
        CancellationToken ct = default
    )
    {
        await using var session = await Session.OpenAsync(adminConnectionString, database, ct);
        await session.LockAsync(Session.RolesLock, progress, ct);
        var name = Session.Identifier(database);
        var owner = await session.SingleAsync<string>(
            "select datdba::regrole::text from pg_database where datname = @Database",
            new { Database = database },
            ct
        );
        if (owner != Owner)
        {
            await BecomeOwnerAsync(session, ct);
            await session.DefineAsync($"alter database {name} owner to {Owner}", ct);
        }

        await RetryAsync(
            async () =>
            {
                await session.DefineAsync($"revoke all on database {name} from public", ct);
                await session.DefineAsync($"grant connect on database {name} to {string.Join(", ", Logins)}", ct);
                await session.DefineAsync($"grant create, temporary on database {name} to {Owner}, {Migrator}", ct);
                await session.DefineAsync("revoke create on schema public from public", ct);
                // The journal is the only table there, where DbUp expects it.
                await session.DefineAsync($"grant usage, create on schema public to {Owner}, {Migrator}", ct);
            },
            ct
        );
    }

    private static async Task ApplyAsync(Session session, RolePasswords passwords, CancellationToken ct)
    {
        foreach (var shape in Shapes)
            await RetryAsync(() => ApplyAsync(session, shape, ct), ct);
        foreach (var shape in Shapes)
            await RetryAsync(() => JoinAsync(session, shape, ct), ct);
        foreach (var (login, password) in Logins.Select(login => (login, passwords.Of(login))).Where(pair => pair.Item2 is not null))
            await RetryAsync(() => session.DefineAsync($"alter role {login} password '{RolePasswords.ScramVerifier(password!)}'", ct), ct);
    }

    private static async Task ApplyAsync(Session session, RoleShape shape, CancellationToken ct)
    {
        var wanted = new RoleAttributes(shape.CanLogin, shape.BypassesRowSecurity, Inherits: true, IsSuperuser: false);
        var found = await session.ListAsync<RoleAttributes>(FoundSql, new { shape.Name }, ct);
        var attributes = $"{(shape.CanLogin ? "login" : "nologin")} inherit{(shape.BypassesRowSecurity ? " bypassrls" : "")}";

        if (found.Count == 0)
            await session.DefineAsync($"create role {shape.Name} {attributes}", ct);
        else if (found[0] != wanted)
            await session.DefineAsync(
                $"alter role {shape.Name} {attributes}{(found[0].BypassesRowSecurity && !shape.BypassesRowSecurity ? " nobypassrls" : "")}{(found[0].IsSuperuser ? " nosuperuser" : "")}",
                ct
            );

        foreach (var (setting, value) in shape.Settings)
            await session.DefineAsync($"alter role {shape.Name} set {setting} = '{value}'", ct);
    }

    private static async Task JoinAsync(Session session, RoleShape shape, CancellationToken ct)
    {
        // Before 16 a membership always inherits and may always SET ROLE; since then each is said, and both are needed
        // here: the migrator works with the owner's rights and hands objects over to it.
        var options = session.Connection.PostgreSqlVersion.Major >= MembershipOptionsSince ? " with inherit true, set true" : "";
        foreach (var group in shape.MemberOf)
            await session.DefineAsync($"grant {group} to {shape.Name}{options}", ct);
    }

    /// <summary>Only a member may give an object to a role; a superuser counts as a member of all.</summary>
    private static async Task BecomeOwnerAsync(Session session, CancellationToken ct)
    {
        if (await session.SingleAsync<bool>($"select coalesce(not pg_has_role(current_user, '{Owner}', 'member'), true)", null, ct))
            await session.DefineAsync($"grant {Owner} to current_user", ct);
    }

    private static async Task LockedAsync(
        string adminConnectionString,
        IProgressSink progress,
        Func<Session, Task> work,
        CancellationToken ct
    )
    {
        // Advisory locks are per database, roles are not: everyone meets in the database that every server has.
        await using var session = await Session.OpenAsync(adminConnectionString, "postgres", ct);
        await session.LockAsync(Session.RolesLock, progress, ct);
        await RetryAsync(() => work(session), ct);
    }

    private static async Task RetryAsync(Func<Task> work, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await work();
                return;
            }
            catch (PostgresException e)
                when (attempt < Attempts
                    && (Passing.Contains(e.SqlState) || e.MessageText.StartsWith("tuple concurrently", StringComparison.Ordinal))
                )
            {
                await Task.Delay(Random.Shared.Next(20, 100 * attempt), ct);
            }
            catch (PostgresException e)
            {
                throw new MigrationFailure($"{e.MessageText} ({e.SqlState})", inner: e);
            }
        }
    }

    private sealed record RoleAttributes(bool CanLogin, bool BypassesRowSecurity, bool Inherits, bool IsSuperuser);

    private sealed record RoleShape(string Name, bool CanLogin = false, bool BypassesRowSecurity = false)
    {
        public IReadOnlyList<string> MemberOf { get; init; } = [];

        public IReadOnlyList<(string Setting, string Value)> Settings { get; init; } = [];
    }
}
