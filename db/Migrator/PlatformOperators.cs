using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Migrator;

/// <summary>
/// Gives the platform an operator, or an operator a new password or other permissions, or shuts one out: here and nowhere else.
/// Each is in the platform's log, as an act of nobody who has signed in; sessions that were open end.
/// </summary>
public static class PlatformOperators
{
    private const string SetSql = """
        insert into platform.operator as o (operator_id, email, name, password_hash, permissions)
        values (@OperatorId, @Email, @Name, @PasswordHash, @Permissions)
            on conflict (email_key) do update
           set password_hash = excluded.password_hash,
               permissions = case when @IsLimited then excluded.permissions else o.permissions end,
               disabled_at = null
        """;

    private const string DisableSql = """
        update platform.operator
           set disabled_at = now()
         where email_key = lower(@Email)
           and disabled_at is null
        """;

    private const string EndSessionsSql = """
        update platform.operator_session as s
           set ended_at = now()
          from platform.operator as o
         where o.operator_id = s.operator_id
           and o.email_key = lower(@Email)
           and s.ended_at is null
        """;

    private const string FindSql =
        "select operator_id, disabled_at is not null as is_disabled from platform.operator where email_key = lower(@Email)";

    private const string RecordSql = """
        insert into app.platform_audit_entry (audit_entry_id, occurred_at, act, outcome, subject)
        values (@EntryId, now(), @Act, 'done', jsonb_build_object('operatorId', @OperatorId::uuid))
        """;

    /// <param name="permissions">All that there are for a new operator, and those they have for another, when null.</param>
    /// <exception cref="MigrationFailure">The address, the password or a permission is unfit.</exception>
    public static async Task SetAsync(
        string connectionString,
        string email,
        string password,
        IReadOnlyList<string>? permissions,
        Func<string, string> hash,
        CancellationToken ct = default
    )
    {
        FirstAdmin.RequireAddress(email);
        if (PasswordRules.Problem(password, [email]) is { } problem)
            throw new MigrationFailure(problem, ExitCode.Usage);
        if (permissions?.Except(PlatformPermissions.All).FirstOrDefault() is { } unknown)
            throw new MigrationFailure(
                $"There is no permission {unknown}: there are {string.Join(", ", PlatformPermissions.All)}.",
                ExitCode.Usage
            );

        var passwordHash = hash(password);
        await ActAsync(
            connectionString,
            email,
            "SetOperator",
            (session, _) =>
                session.ExecuteAsync(
                    SetSql,
                    new
                    {
                        OperatorId = Ids.New(),
                        Email = email,
                        Name = email,
                        PasswordHash = passwordHash,
                        Permissions = (permissions ?? PlatformPermissions.All).Distinct().ToArray(),
                        IsLimited = permissions is not null,
                    },
                    ct
                ),
            ct
        );
    }

    /// <exception cref="MigrationFailure">There is no such operator, or they are shut out already.</exception>
    public static Task DisableAsync(string connectionString, string email, CancellationToken ct = default) =>
        ActAsync(
            connectionString,
            email,
            "DisableOperator",
            (session, found) =>
                found is { IsDisabled: false }
                    ? session.ExecuteAsync(DisableSql, new { Email = email }, ct)
                    : throw new MigrationFailure(found is null ? $"There is no operator {email}." : $"{email} is disabled already."),
            ct
        );

    private static async Task ActAsync(
        string connectionString,
        string email,
        string act,
        Func<Session, Found?, Task> work,
        CancellationToken ct
    )
    {
        await using var session = await Session.OpenAsync(connectionString, database: null, ct);
        await Migrations.RefuseOtherRolesAsync(session, ct);
        await using var transaction = await session.Connection.BeginTransactionAsync(ct);
        await work(session, (await session.ListAsync<Found>(FindSql, new { Email = email }, ct)).SingleOrDefault());
        await session.ExecuteAsync(EndSessionsSql, new { Email = email }, ct);
        var concerned = await session.SingleAsync<Found>(FindSql, new { Email = email }, ct);
        await session.ExecuteAsync(
            RecordSql,
            new
            {
                EntryId = Ids.New(),
                Act = act,
                concerned.OperatorId,
            },
            ct
        );
        await transaction.CommitAsync(ct);
    }

    private sealed record Found(Guid OperatorId, bool IsDisabled);
}
