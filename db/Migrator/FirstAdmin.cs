using PosCommerce.Domain.Common;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Migrator;

/// <summary>Gives a tenant without users its first admin, in all of its stores; there are no default passwords.</summary>
public static class FirstAdmin
{
    private const string TenantSql = "select tenant_id from identity.tenant where slug = @Slug for update";

    private const string HasUsersSql = "select exists (select from identity.user_account where tenant_id = @TenantId)";

    private const string RoleSql = "select role_id from identity.role where tenant_id = @TenantId and code = 'admin'";

    private const string AddUserSql = """
        insert into identity.user_account (tenant_id, user_id, email, name, password_hash)
        values (@TenantId, @UserId, @Email, @Name, @PasswordHash)
        """;

    private const string GrantSql = """
        insert into identity.access_grant (tenant_id, access_grant_id, user_id, role_id, store_id)
        values (@TenantId, @GrantId, @UserId, @RoleId, null)
        """;

    /// <exception cref="MigrationFailure">The tenant is unknown or has a user already, or the address or password is unfit.</exception>
    public static async Task CreateAsync(
        string connectionString,
        string tenantSlug,
        string email,
        string password,
        Func<string, string> hash,
        CancellationToken ct = default
    )
    {
        RequireAddress(email);
        if (PasswordRules.Problem(password, [email, tenantSlug]) is { } problem)
            throw new MigrationFailure(problem, ExitCode.Usage);

        var passwordHash = hash(password);
        await using var session = await Session.OpenAsync(connectionString, database: null, ct);
        await Migrations.RefuseOtherRolesAsync(session, ct);
        await using var transaction = await session.Connection.BeginTransactionAsync(ct);

        // Locked, so that two first admins cannot be made at once.
        var tenants = await session.ListAsync<Guid>(TenantSql, new { Slug = tenantSlug }, ct);
        if (tenants is not [var tenant])
            throw new MigrationFailure($"There is no tenant \"{tenantSlug}\"; run `up` and `seed` first.");
        if (await session.SingleAsync<bool>(HasUsersSql, new { TenantId = tenant }, ct))
            throw new MigrationFailure($"The tenant \"{tenantSlug}\" has users already; they add further ones.");
        if (await session.ListAsync<Guid>(RoleSql, new { TenantId = tenant }, ct) is not [var role])
            throw new MigrationFailure($"The tenant \"{tenantSlug}\" has no admin role; run `seed` first.");

        var user = Ids.New();
        await session.ExecuteAsync(
            AddUserSql,
            new
            {
                TenantId = tenant,
                UserId = user,
                Email = email,
                Name = email,
                PasswordHash = passwordHash,
            },
            ct
        );
        await session.ExecuteAsync(
            GrantSql,
            new
            {
                TenantId = tenant,
                GrantId = Ids.New(),
                UserId = user,
                RoleId = role,
            },
            ct
        );
        await transaction.CommitAsync(ct);
    }

    internal static void RequireAddress(string email)
    {
        if (email.Length > 254 || email.IndexOf('@', StringComparison.Ordinal) is var at && (at < 1 || at == email.Length - 1))
            throw new MigrationFailure($"\"{email}\" is not an e-mail address.", ExitCode.Usage);
    }
}
