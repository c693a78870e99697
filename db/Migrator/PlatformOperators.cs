using PosCommerce.Domain.Identity;

namespace PosCommerce.Migrator;

/// <summary>Gives the platform an operator, or an operator a new password: operators are made here and nowhere else.</summary>
public static class PlatformOperators
{
    private static readonly string[] Permissions = [.. Application.Common.PlatformPermissions.All];

    private const string SetSql =
        """
        insert into platform.operator as o (operator_id, email, name, password_hash, permissions)
        values (@OperatorId, @Email, @Name, @PasswordHash, @Permissions)
            on conflict (email_key) do update
           set password_hash = excluded.password_hash,
               permissions = excluded.permissions,
               disabled_at = null
        """;

    private const string EndSessionsSql =
        """
        update platform.operator_session as s
           set ended_at = now()
          from platform.operator as o
         where o.operator_id = s.operator_id
           and o.email_key = lower(@Email)
           and s.ended_at is null
        """;

    /// <exception cref="MigrationFailure">The address or the password is unfit.</exception>
    public static async Task SetAsync(string connectionString, string email, string password, Func<string, string> hash, CancellationToken ct = default)
    {
        FirstAdmin.RequireAddress(email);
        if (PasswordRules.Problem(password, [email]) is { } problem)
            throw new MigrationFailure(problem, ExitCode.Usage);

        var passwordHash = hash(password);
        await using var session = await Session.OpenAsync(connectionString, database: null, ct);
        await Migrations.RefuseOtherRolesAsync(session, ct);
        await using var transaction = await session.Connection.BeginTransactionAsync(ct);
        await session.ExecuteAsync(SetSql, new { OperatorId = Guid.CreateVersion7(), Email = email, Name = email, PasswordHash = passwordHash, Permissions }, ct);
        await session.ExecuteAsync(EndSessionsSql, new { Email = email }, ct);
        await transaction.CommitAsync(ct);
    }
}
