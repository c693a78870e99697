using DbUp;
using DbUp.Engine;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Migrator;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Migrations;

public sealed class MigrationsTests
{
    // Set before each test, as NUnit does it.
    private TestDatabase database = null!;

    [SetUp]
    public async Task SetUp() => database = await (await TestCluster.GetAsync()).CreateEmptyAsync();

    [TearDown]
    public async Task TearDown() => await database.DisposeAsync();

    [Test]
    public async Task Four_migrators_at_once_give_one_schema()
    {
        var scripts = EmbeddedScripts.Instance;

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => UpAsync(scripts)));

        Assert.That(applied.Sum(), Is.EqualTo(scripts.Migrations.Count));
        Assert.That(
            await Database.ListAsync(database.Admin, "select scriptname from public.schemaversions order by schemaversionsid"),
            Is.EqualTo(scripts.Migrations.Select(script => script.Name))
        );
        await PosCommerce.Migrator.Migrations.VerifyAsync(database.Migrator, scripts);
    }

    [Test]
    public async Task Everything_that_scripts_make_belongs_to_the_owner_or_the_gate()
    {
        await UpAsync(EmbeddedScripts.Instance);

        Assert.That(
            await Database.ListAsync(
                database.Admin,
                """
                select distinct refobjid::regrole::text
                  from pg_shdepend
                 where dbid = (select oid from pg_database where datname = current_database())
                   and deptype = 'o'
                 order by 1
                """
            ),
            Is.EqualTo((string[])[Roles.Gate, Roles.Owner])
        );
    }

    [Test]
    public async Task A_script_that_was_edited_after_it_was_applied_is_named_and_nothing_runs()
    {
        await UpAsync(
            Given(
                ("0001_first.sql", "create table public.first (n integer);"),
                ("0002_second.sql", "create table public.second (n integer);")
            )
        );
        var edited = Given(
            ("0001_first.sql", "create table public.first (n integer);"),
            ("0002_second.sql", "create table public.second (n bigint);"),
            ("0003_third.sql", "create table public.third (n integer);")
        );

        var up = await Assert.ThrowsAsync<MigrationFailure>(() => UpAsync(edited));
        var verify = await Assert.ThrowsAsync<MigrationFailure>(() =>
            PosCommerce.Migrator.Migrations.VerifyAsync(database.Migrator, edited)
        );

        Assert.That(up!.ExitCode, Is.EqualTo(ExitCode.Edited));
        Assert.That(up.Message, Does.Contain("0002_second.sql").And.Not.Contain("0001_first.sql"));
        Assert.That(verify!.ExitCode, Is.EqualTo(ExitCode.Edited));
        Assert.That(await ExistsAsync("public.third"), Is.False);
    }

    [Test]
    public async Task Line_ends_alone_are_no_edit()
    {
        await UpAsync(Given(("0001_first.sql", "create table public.first (\n    n integer\n);\n")));

        Assert.That(await UpAsync(Given(("0001_first.sql", "create table public.first (\r\n    n integer\r\n);\r\n"))), Is.Zero);
    }

    [Test]
    public async Task A_failing_script_leaves_nothing_and_says_where_it_failed()
    {
        var scripts = Given(
            ("0001_fine.sql", "create table public.fine (n integer);"),
            ("0002_breaks.sql", "create table public.half (n integer);\n\ninsert into public.half select m from public.fine;\n"),
            ("0003_later.sql", "create table public.later (n integer);")
        );

        var failure = await Assert.ThrowsAsync<MigrationFailure>(() => UpAsync(scripts));

        Assert.That(failure!.Message, Does.StartWith("0002_breaks.sql line 3: column \"m\" does not exist (42703)"));
        Assert.That(failure.ExitCode, Is.EqualTo(ExitCode.Failed));
        Assert.That(await ExistsAsync("public.fine"), Is.True);
        Assert.That(await ExistsAsync("public.half"), Is.False);
        Assert.That(await ExistsAsync("public.later"), Is.False);
        Assert.That(
            await Database.ListAsync(database.Admin, "select scriptname from public.schemaversions"),
            Is.EqualTo((string[])["0001_fine.sql"])
        );
    }

    [Test]
    public async Task A_script_cannot_leave_its_transaction()
    {
        var failure = await Assert.ThrowsAsync<MigrationFailure>(() =>
            UpAsync(Given(("0001_commits.sql", "create table public.half (n integer); commit;")))
        );

        Assert.That(failure!.Message, Does.StartWith("0001_commits.sql"));
        Assert.That(await ExistsAsync("public.half"), Is.False);
    }

    [Test]
    public async Task Semicolons_inside_function_bodies_do_not_end_a_statement()
    {
        await UpAsync(
            Given(
                (
                    "0001_functions.sql",
                    """
                    create schema tricky;
                    create table tricky.t (n integer);
                    create function tricky.standard(k integer) returns bigint
                    begin atomic
                        insert into tricky.t values (k);
                        select count(*) from tricky.t;
                    end;
                    create function tricky.quoted() returns text language sql as $$ select 'a;b'; $$;
                    do $$ begin perform tricky.standard(1); perform tricky.quoted(); end $$;
                    """
                )
            )
        );

        Assert.That(await Database.ListAsync(database.Admin, "select n::text from tricky.t"), Is.EqualTo((string[])["1"]));
    }

    [Test]
    public async Task A_script_of_a_newer_release_is_reported_and_does_no_harm()
    {
        await UpAsync(Given(("0001_first.sql", "select 1;"), ("0002_newer.sql", "select 2;")));
        var older = Given(("0001_first.sql", "select 1;"));

        Assert.That(await UpAsync(older), Is.Zero);
        await PosCommerce.Migrator.Migrations.VerifyAsync(database.Migrator, older);
        Assert.That(
            (await PosCommerce.Migrator.Migrations.StatusAsync(database.Migrator, older)).Select(line => (line.Name, line.State)),
            Is.EqualTo(new[] { ("0001_first.sql", ScriptState.Applied), ("0002_newer.sql", ScriptState.Unknown) })
        );
    }

    [Test]
    public async Task A_pending_script_is_listed_and_fails_the_verification()
    {
        var scripts = Given(("0001_first.sql", "select 1;"));

        var failure = await Assert.ThrowsAsync<MigrationFailure>(() =>
            PosCommerce.Migrator.Migrations.VerifyAsync(database.Migrator, scripts)
        );

        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.Pending));
        Assert.That(
            (await PosCommerce.Migrator.Migrations.StatusAsync(database.Migrator, scripts)).Single().State,
            Is.EqualTo(ScriptState.Pending)
        );
    }

    [Test]
    public async Task A_database_of_the_last_release_goes_on_without_running_anything_again()
    {
        var released = EmbeddedScripts.Instance.Migrations;
        await Database.ExecuteAsync(
            database.Migrator,
            """
            create table public.schemaversions (
                schemaversionsid  serial                       not null,
                scriptname        character varying(255)       not null,
                applied           timestamp without time zone  not null,
                contenthash       character varying(64)        null,
                constraint "PK_schemaversions_Id" primary key (schemaversionsid)
            )
            """
        );
        foreach (var script in released)
        {
            await Database.ExecuteAsync(
                database.Migrator,
                $"""
                insert into public.schemaversions (scriptname, applied, contenthash)
                values ('{script.Name}', localtimestamp, '{script.Hash}')
                """
            );
        }

        var applied = await UpAsync(new GivenScripts([.. released, new Script("9999_next.sql", "create table public.next (n integer);")]));

        Assert.That(applied, Is.EqualTo(1));
        Assert.That(await ExistsAsync("public.next"), Is.True);
        Assert.That(await ExistsAsync("identity.tenant"), Is.False);
    }

    [Test]
    public async Task A_database_that_plain_DbUp_made_is_taken_over_with_the_hashes_of_this_build()
    {
        var scripts = Given(
            ("0001_first.sql", "create schema first; create table first.t (n integer);"),
            ("0002_second.sql", "create table first.u (n integer);")
        );
        Assert.That(PlainDbUp(scripts.Migrations.Take(1)).PerformUpgrade().Successful, Is.True);

        Assert.That(
            (await PosCommerce.Migrator.Migrations.StatusAsync(database.Migrator, scripts)).Select(line => line.State),
            Is.EqualTo(new[] { ScriptState.Applied, ScriptState.Pending })
        );
        Assert.That(await UpAsync(scripts), Is.EqualTo(1));

        Assert.That(
            await Database.ListAsync(database.Admin, "select contenthash from public.schemaversions order by schemaversionsid"),
            Is.EqualTo(scripts.Migrations.Select(script => script.Hash))
        );
        Assert.That(
            await Database.ListAsync(
                database.Admin,
                """
                select distinct relowner::regrole::text
                  from pg_class
                 where relnamespace in ('first'::regnamespace, 'public'::regnamespace)
                """
            ),
            Is.EqualTo((string[])[Roles.Owner])
        );
        var edit = await Assert.ThrowsAsync<MigrationFailure>(() => UpAsync(Given(("0001_first.sql", "create table first.t (n bigint);"))));
        Assert.That(edit!.ExitCode, Is.EqualTo(ExitCode.Edited));
    }

    [Test]
    public async Task A_database_that_plain_DbUp_brought_up_to_date_is_taken_over_as_well()
    {
        var scripts = Given(("0001_first.sql", "create table public.first (n integer);"));
        PlainDbUp(scripts.Migrations).PerformUpgrade();

        Assert.That(await UpAsync(scripts), Is.Zero);

        var edited = Given(("0001_first.sql", "create table public.first (n bigint);"));
        var edit = await Assert.ThrowsAsync<MigrationFailure>(() => UpAsync(edited));
        Assert.That(edit!.ExitCode, Is.EqualTo(ExitCode.Edited));
        Assert.That(
            await Database.ListAsync(database.Admin, "select relowner::regrole::text from pg_class where oid = 'public.first'::regclass"),
            Is.EqualTo((string[])[Roles.Owner])
        );
    }

    [Test]
    public async Task Plain_DbUp_can_go_on_with_a_database_of_ours()
    {
        var first = Given(("0001_first.sql", "create table public.first (n integer);"));
        await UpAsync(first);
        var scripts = Given(
            ("0001_first.sql", "create table public.first (n integer);"),
            ("0002_second.sql", "create table public.second (n integer);")
        );

        var went = PlainDbUp(scripts.Migrations).PerformUpgrade();

        Assert.That(went.Error, Is.Null);
        Assert.That(went.Scripts.Select(script => script.Name), Is.EqualTo((string[])["0002_second.sql"]));
        Assert.That(await UpAsync(scripts), Is.Zero);
        Assert.That(PlainDbUp(scripts.Migrations).IsUpgradeRequired(), Is.False);
    }

    [Test]
    public async Task A_journal_of_another_login_is_said_to_be_so()
    {
        await Database.ExecuteAsync(
            database.Admin,
            """
            create table public.schemaversions (
                schemaversionsid serial not null, scriptname character varying(255) not null, applied timestamp not null);
            grant select on public.schemaversions to poscommerce_migrator;
            """
        );

        var scripts = Given(("0001_first.sql", "create table public.first (n integer);"));
        var failure = await Assert.ThrowsAsync<MigrationFailure>(() => UpAsync(scripts));

        Assert.That(failure!.Message, Does.Contain("public.schemaversions").And.Contain(Roles.Owner));
        Assert.That(await ExistsAsync("public.first"), Is.False);
    }

    [Test]
    public async Task The_search_path_does_not_decide_where_the_journal_is()
    {
        var scripts = Given(("0001_first.sql", "create schema first; create table first.t (n integer);"));
        await UpAsync(scripts);
        var elsewhere = new NpgsqlConnectionStringBuilder(database.Migrator) { SearchPath = "first, public" }.ConnectionString;

        Assert.That(await PosCommerce.Migrator.Migrations.UpAsync(elsewhere, scripts, Silence.Instance), Is.Zero);

        Assert.That(
            await Database.ListAsync(
                database.Admin,
                "select relnamespace::regnamespace::text from pg_class where relname = 'schemaversions'"
            ),
            Is.EqualTo((string[])["public"])
        );
    }

    [Test]
    public async Task The_journal_tells_the_time_of_the_server()
    {
        var fiveHoursAhead = new NpgsqlConnectionStringBuilder(database.Migrator) { Timezone = "Etc/GMT-5" }.ConnectionString;

        await PosCommerce.Migrator.Migrations.UpAsync(fiveHoursAhead, Given(("0001_first.sql", "select 1;")), Silence.Instance);

        Assert.That(
            await Database.ListAsync(
                database.Admin,
                """
                select (applied - (now() at time zone 'Etc/GMT-5') between interval '-5 minutes' and interval '0')::text
                  from public.schemaversions
                """
            ),
            Is.EqualTo((string[])["true"])
        );
    }

    [Test]
    public async Task A_named_dollar_quote_is_no_variable()
    {
        await UpAsync(
            Given(
                (
                    "0001_quotes.sql",
                    """
                    create function public.named() returns text language sql as $name$ select '$schema$.t; $word$' $name$;
                    """
                )
            )
        );

        Assert.That(await Database.ListAsync(database.Admin, "select public.named()"), Is.EqualTo((string[])["$schema$.t; $word$"]));
    }

    [Test]
    public async Task What_fails_only_at_the_commit_names_its_script()
    {
        var scripts = Given(
            ("0001_fine.sql", "create table public.t (n integer primary key, m integer references t deferrable initially deferred);"),
            ("0002_dangles.sql", "create table public.half (n integer);\ninsert into public.t values (1, 2);")
        );

        var failure = await Assert.ThrowsAsync<MigrationFailure>(() => UpAsync(scripts));

        Assert.That(failure!.Message, Does.StartWith("0002_dangles.sql").And.Contain("t_m_fkey").And.Contain("(23503)"));
        Assert.That(await ExistsAsync("public.half"), Is.False);
    }

    [Test]
    public async Task What_fails_inside_a_function_tells_the_line_of_the_function()
    {
        var failure = await Assert.ThrowsAsync<MigrationFailure>(() =>
            UpAsync(
                Given(
                    (
                        "0001_raises.sql",
                        """
                        create function public.half(n integer) returns integer language plpgsql as $$
                        begin
                            return n / 0;
                        end $$;
                        do $$
                        begin
                            perform public.half(1);
                        end $$;
                        """
                    )
                )
            )
        );

        Assert.That(failure!.Message, Does.StartWith("0001_raises.sql (function half(integer) line 3): division by zero (22012)"));
    }

    [Test]
    public async Task Work_that_is_called_off_stops_and_leaves_nothing_of_its_script()
    {
        using var stop = new CancellationTokenSource();
        var scripts = Given(
            ("0001_fine.sql", "create table public.fine (n integer);"),
            ("0002_long.sql", "create table public.half (n integer);\nselect pg_sleep(120);")
        );
        var work = PosCommerce.Migrator.Migrations.UpAsync(database.Migrator, scripts, Silence.Instance, stop.Token);
        while (
            !(
                await Database.ListAsync(
                    database.Admin,
                    """
                    select state
                      from pg_stat_activity
                     where datname = current_database()
                       and query like '%pg_sleep(120)%'
                       and pid <> pg_backend_pid()
                    """
                )
            ).Contains("active")
        )
        {
            await Task.Delay(50, CancellationToken.None);
        }

        await stop.CancelAsync();

        await Assert.CatchAsync<OperationCanceledException>(() => work);
        Assert.That(await ExistsAsync("public.fine"), Is.True);
        Assert.That(await ExistsAsync("public.half"), Is.False);
        Assert.That(
            await Database.ListAsync(database.Admin, "select scriptname from public.schemaversions"),
            Is.EqualTo((string[])["0001_fine.sql"])
        );
    }

    [Test]
    public async Task What_the_server_lacks_is_told_by_name_before_anything_is_applied()
    {
        var failure = await Assert.ThrowsAsync<MigrationFailure>(() =>
            Extensions.RequireAsync(database.Migrator, ["btree_gist", "no_such_thing"], CancellationToken.None)
        );

        Assert.That(failure!.Message, Does.StartWith("The server lacks no_such_thing,").And.Not.Contains("btree_gist"));
    }

    [Test]
    public async Task A_superuser_may_not_run_scripts()
    {
        var failure = await Assert.ThrowsAsync<MigrationFailure>(() =>
            PosCommerce.Migrator.Migrations.UpAsync(database.Admin, EmbeddedScripts.Instance, Silence.Instance)
        );

        Assert.That(failure!.Message, Does.Contain("poscommerce_migrator"));
    }

    [Test]
    public async Task A_database_that_is_not_there_is_said_to_be_missing()
    {
        var missing = new NpgsqlConnectionStringBuilder(database.Migrator) { Database = "nowhere" }.ConnectionString;

        var failure = await Assert.ThrowsAsync<MigrationFailure>(() =>
            PosCommerce.Migrator.Migrations.UpAsync(missing, EmbeddedScripts.Instance, Silence.Instance)
        );

        Assert.That(failure!.Message, Does.Contain("\"nowhere\" does not exist"));
    }

    private Task<int> UpAsync(IScriptSource scripts) =>
        PosCommerce.Migrator.Migrations.UpAsync(database.Migrator, scripts, Silence.Instance);

    /// <summary>As a console program that knows nothing of this product would use it.</summary>
    private UpgradeEngine PlainDbUp(IEnumerable<Script> scripts) =>
        DeployChanges
            .To.PostgresqlDatabase(database.Migrator)
            .WithScripts(scripts.Select(script => new SqlScript(script.Name, script.Text)))
            .LogToNowhere()
            .Build();

    private async Task<bool> ExistsAsync(string table) =>
        (await Database.ListAsync(database.Admin, $"select (to_regclass('{table}') is not null)::text")).Single() == "true";

    private static GivenScripts Given(params (string Name, string Text)[] scripts) =>
        new(scripts.Select(script => new Script(script.Name, script.Text)));
}
