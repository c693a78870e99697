using System.CommandLine;
using Npgsql;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Identity;
using PosCommerce.Infrastructure.Security;
using Spectre.Console;

namespace PosCommerce.Migrator;

/// <summary>
/// The commands for operators and CI. Exit codes: 0 done, 1 failed, 2 usage, 3 scripts are pending (status, verify),
/// 4 a script was edited after it was applied (up, status, verify).
/// </summary>
internal static class MigratorConsole
{
    private const string ConnectionVariable = "ConnectionStrings__PosCommerce";
    private const string DemoPasswordVariable = "POSCOMMERCE_DEMO_PASSWORD";
    private const string BootstrapPasswordVariable = "POSCOMMERCE_BOOTSTRAP_PASSWORD";

    internal static async Task<int> RunAsync(string[] args)
    {
        var parsed = Commands().Parse(args);
        // Told to stop, the server needs a moment to undo a long script; whoever cannot wait kills, and it undoes it all the same.
        var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });
        return parsed.Errors.Count > 0 ? (int)ExitCode.Usage : code;
    }

    private static RootCommand Commands()
    {
        var connection = new Option<string?>("--connection")
        {
            Description = $"Connection string; else the environment's {ConnectionVariable}.",
            Recursive = true,
        };

        var database = new Option<string?>("--database")
        {
            Description = "Also makes this database if it is missing, and closes it to all but the logins.",
        };
        var roles = new Command(
            "roles",
            "Makes or corrects the server's roles; connect as an administrator. Passwords come from POSCOMMERCE_{MIGRATOR,APP,DISPATCHER,BACKUP}_PASSWORD; one that is not set stays as it is."
        )
        {
            database,
        };
        roles.SetAction(
            (parsed, ct) =>
                GuardedAsync(parsed.GetValue(connection), (at, progress) => RolesAsync(at, parsed.GetValue(database), progress, ct))
        );

        var up = new Command("up", $"Applies the scripts that are pending; connect as {Roles.Migrator}.");
        up.SetAction((parsed, ct) => GuardedAsync(parsed.GetValue(connection), (at, progress) => UpAsync(at, progress, ct)));

        var demo = new Option<bool>("--demo")
        {
            Description = $"Also the demo shops (Development only); their password comes from {DemoPasswordVariable}.",
        };
        var seed = new Command("seed", $"Brings the product's own rows to this release, any number of times; connect as {Roles.Migrator}.")
        {
            demo,
        };
        seed.SetAction(
            (parsed, ct) => GuardedAsync(parsed.GetValue(connection), (at, progress) => SeedAsync(at, parsed.GetValue(demo), progress, ct))
        );

        var status = new Command("status", "Lists every script and how it stands; exits with 3 if one is pending, 4 if one was edited.");
        status.SetAction((parsed, ct) => GuardedAsync(parsed.GetValue(connection), (at, _) => StatusAsync(at, ct), isQuiet: true));

        var verify = new Command(
            "verify",
            "Says whether the database is at this release or beyond; exits with 3 if scripts are pending, 4 if one was edited."
        );
        verify.SetAction((parsed, ct) => GuardedAsync(parsed.GetValue(connection), (at, progress) => VerifyAsync(at, progress, ct)));

        var email = new Option<string>("--email") { Description = "The address that the admin signs in with.", Required = true };
        var tenant = new Option<string>("--tenant") { Description = "The tenant's slug.", DefaultValueFactory = _ => "default" };
        var bootstrap = new Command(
            "bootstrap",
            $"Makes the first admin of a tenant that has no user, with a password of at least {PasswordRules.Shortest} characters from {BootstrapPasswordVariable} or standard input; connect as {Roles.Migrator}."
        )
        {
            email,
            tenant,
        };
        bootstrap.SetAction(
            (parsed, ct) =>
                GuardedAsync(
                    parsed.GetValue(connection),
                    (at, progress) => BootstrapAsync(at, parsed.GetRequiredValue(tenant), parsed.GetRequiredValue(email), progress, ct),
                    isQuiet: true
                )
        );

        var operatorEmail = new Option<string>("--email") { Description = "The address that the operator signs in with.", Required = true };
        var permission = new Option<string[]?>("--permission")
        {
            Description =
                $"What they may do, any number of times: {string.Join(", ", PlatformPermissions.All)}. Everything for a new operator, and what they may already for another, when left out.",
        };
        var disable = new Option<bool>("--disable")
        {
            Description = "Shuts them out instead; the same call without it lets them in again.",
        };
        var platformOperator = new Command(
            "operator",
            $"Makes an operator of the platform, or gives one a new password, of at least {PasswordRules.Shortest} characters from {BootstrapPasswordVariable} or standard input; connect as {Roles.Migrator}."
        )
        {
            operatorEmail,
            permission,
            disable,
        };
        platformOperator.SetAction(
            (parsed, ct) =>
                GuardedAsync(
                    parsed.GetValue(connection),
                    (at, progress) =>
                        parsed.GetValue(disable)
                            ? DisableOperatorAsync(at, parsed.GetRequiredValue(operatorEmail), progress, ct)
                            : OperatorAsync(
                                at,
                                parsed.GetRequiredValue(operatorEmail),
                                parsed.GetValue(permission) is { Length: > 0 } some ? some : null,
                                progress,
                                ct
                            ),
                    isQuiet: true
                )
        );

        var tidy = new Command("tidy", "Says where tidying has gone: the API does it by itself.");
        tidy.SetAction(_ =>
        {
            Console.WriteLine(
                "Nothing is left to do here: every tenant is tidied by a job of its own, once a day (operations.tidy_up in GET /v1/jobs)."
            );
            return (int)ExitCode.Ok;
        });

        return new RootCommand(
            "Schema, roles and seeds of PosCommerce. Exit codes: 0 done, 1 failed, 2 usage, 3 pending scripts, 4 edited script."
        )
        {
            connection,
            roles,
            up,
            seed,
            status,
            verify,
            bootstrap,
            platformOperator,
            tidy,
        };
    }

    private static async Task<ExitCode> RolesAsync(string connection, string? database, IProgressSink progress, CancellationToken ct)
    {
        await Roles.ApplyAsync(connection, RolePasswords.FromEnvironment(), progress, ct);
        if (database is not null)
            await Roles.CreateDatabaseAsync(connection, database, progress, ct);
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> UpAsync(string connection, IProgressSink progress, CancellationToken ct)
    {
        var applied = await Migrations.UpAsync(connection, EmbeddedScripts.Instance, progress, ct);
        progress.Note(applied == 0 ? "Nothing to apply." : $"{applied} applied.");
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> SeedAsync(string connection, bool demo, IProgressSink progress, CancellationToken ct)
    {
        if (demo && !IsDevelopment)
            throw new MigrationFailure(
                "Demo data is for Development only: set DOTNET_ENVIRONMENT=Development if this is a developer's database."
            );
        var password = Environment.GetEnvironmentVariable(DemoPasswordVariable);
        if (demo && string.IsNullOrEmpty(password))
            throw new MigrationFailure($"Set {DemoPasswordVariable} to the password that the demo accounts shall have.");

        await Seeds.RunAsync(
            connection,
            EmbeddedScripts.Instance,
            demo ? new DemoPassword(password!, Argon2.Hash, Argon2.Verify) : null,
            progress,
            ct
        );
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> StatusAsync(string connection, CancellationToken ct)
    {
        var lines = await Migrations.StatusAsync(connection, EmbeddedScripts.Instance, ct);
        if (IsTerminal)
        {
            var table = new Table().AddColumns("Script", "State", "Applied");
            foreach (var line in lines)
                table.AddRow(Markup.Escape(line.Name), Coloured(line.State), Time(line));
            AnsiConsole.Write(table);
        }
        else
        {
            foreach (var line in lines)
                Console.WriteLine($"{line.State.ToString().ToLowerInvariant(), -8} {line.Name} {Time(line)}".TrimEnd());
        }

        return lines.Any(line => line.State == ScriptState.Edited) ? ExitCode.Edited
            : lines.Any(line => line.State == ScriptState.Pending) ? ExitCode.Pending
            : ExitCode.Ok;
    }

    private static async Task<ExitCode> VerifyAsync(string connection, IProgressSink progress, CancellationToken ct)
    {
        await Migrations.VerifyAsync(connection, EmbeddedScripts.Instance, ct);
        progress.Note("The database is at this release.");
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> BootstrapAsync(
        string connection,
        string tenant,
        string email,
        IProgressSink progress,
        CancellationToken ct
    )
    {
        await FirstAdmin.CreateAsync(connection, tenant, email, await PasswordAsync(ct), Argon2.Hash, ct);
        progress.Note($"{email} is admin of \"{tenant}\".");
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> DisableOperatorAsync(string connection, string email, IProgressSink progress, CancellationToken ct)
    {
        await PlatformOperators.DisableAsync(connection, email, ct);
        progress.Note($"{email} is shut out.");
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> OperatorAsync(
        string connection,
        string email,
        IReadOnlyList<string>? permissions,
        IProgressSink progress,
        CancellationToken ct
    )
    {
        await PlatformOperators.SetAsync(connection, email, await PasswordAsync(ct), permissions, Argon2.Hash, ct);
        progress.Note($"{email} is an operator of the platform.");
        return ExitCode.Ok;
    }

    private static async Task<string> PasswordAsync(CancellationToken ct)
    {
        if (Environment.GetEnvironmentVariable(BootstrapPasswordVariable) is { Length: > 0 } given)
            return given;
        return (
                Console.IsInputRedirected
                    ? await Console.In.ReadLineAsync(ct)
                    : await new TextPrompt<string>("Password:").Secret().ShowAsync(AnsiConsole.Console, ct)
            ) ?? "";
    }

    /// <summary>Runs the work with a spinner or with plain lines, and turns what stops it into one line and a code.</summary>
    private static async Task<int> GuardedAsync(string? connection, Func<string, IProgressSink, Task<ExitCode>> work, bool isQuiet = false)
    {
        try
        {
            var at = connection ?? Environment.GetEnvironmentVariable(ConnectionVariable);
            if (string.IsNullOrEmpty(at))
                throw new MigrationFailure($"Which database? Give --connection or set {ConnectionVariable}.", ExitCode.Usage);

            return (int)(
                IsTerminal && !isQuiet
                    ? await AnsiConsole.Status().StartAsync("Connecting", spinner => work(at, new TerminalProgress(spinner)))
                    : await work(at, new PlainLines(Console.Out))
            );
        }
        catch (MigrationFailure e)
        {
            return Fail(e.Message, e.ExitCode);
        }
        catch (NpgsqlException e)
        {
            return Fail((e as PostgresException)?.MessageText ?? e.Message, ExitCode.Failed);
        }
        catch (ArgumentException e)
        {
            // A connection string that is none.
            return Fail(e.Message, ExitCode.Usage);
        }
        catch (OperationCanceledException)
        {
            return Fail("Stopped; what was not finished left nothing.", ExitCode.Failed);
        }
    }

    private static int Fail(string message, ExitCode code)
    {
        Console.Error.WriteLine(message);
        return (int)code;
    }

    private static bool IsTerminal =>
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))
        && AnsiConsole.Profile.Capabilities.Ansi;

    private static bool IsDevelopment =>
        (Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT"))
        == "Development";

    private static string Coloured(ScriptState state) =>
        state switch
        {
            ScriptState.Applied => "[green]applied[/]",
            ScriptState.Pending => "[yellow]pending[/]",
            ScriptState.Edited => "[red]edited[/]",
            _ => "[grey]unknown (newer release)[/]",
        };

    private static string Time(ScriptStatus line) =>
        line.AppliedAt is { } at ? FormattableString.Invariant($"{at:yyyy-MM-dd HH:mm:ss}") : "";

    /// <summary>What runs spins; what is done stays as a line above.</summary>
    private sealed class TerminalProgress(StatusContext spinner) : IProgressSink
    {
        public void Started(string step) => spinner.Status(Markup.Escape(step));

        public void Finished(string step, TimeSpan took) =>
            AnsiConsole.MarkupLineInterpolated($"[green]done[/] {step} [grey]{took.TotalMilliseconds:0} ms[/]");

        public void Note(string line) => AnsiConsole.MarkupLineInterpolated($"{line}");
    }
}
