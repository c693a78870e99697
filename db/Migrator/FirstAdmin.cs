namespace PosCommerce.Migrator;

/// <summary>Gives a tenant without users its first admin, in all of its stores; there are no default passwords.</summary>
public static class FirstAdmin
{
    public const int PasswordMinLength = 12;

    private const string TenantSql = "select tenant_id from identity.tenant where slug = $1 for update";

    private const string HasUsersSql = "select exists (select from identity.user_account where tenant_id = $1)";

    private const string RoleSql = "select role_id from identity.role where tenant_id = $1 and code = 'admin'";

    private const string AddUserSql =
        """
        insert into identity.user_account (tenant_id, user_id, email, name, password_hash)
        values ($1, $2, $3, $4, $5)
        """;

    private const string GrantSql =
        """
        insert into identity.access_grant (tenant_id, access_grant_id, user_id, role_id, store_id)
        values ($1, $2, $3, $4, null)
        """;

    /// <exception cref="MigrationFailure">The tenant is unknown or has a user already, or the address or password is unfit.</exception>
    public static async Task CreateAsync(string connectionString, string tenantSlug, string email, string password, Func<string, string> hash, CancellationToken ct = default)
    {
        if (email.Length > 254 || email.IndexOf('@', StringComparison.Ordinal) is var at && (at < 1 || at == email.Length - 1))
            throw new MigrationFailure($"\"{email}\" is not an e-mail address.", ExitCode.Usage);
        if (password.Length < PasswordMinLength)
            throw new MigrationFailure($"The password needs at least {PasswordMinLength} characters.", ExitCode.Usage);

        var passwordHash = hash(password);
        await using var session = await Session.OpenAsync(connectionString, database: null, ct);
        await Migrations.RefuseOtherRolesAsync(session, ct);
        await using var transaction = await session.Connection.BeginTransactionAsync(ct);

        // Locked, so that two first admins cannot be made at once.
        var tenants = await session.ListAsync(TenantSql, row => row.GetGuid(0), ct, tenantSlug);
        if (tenants is not [var tenant])
            throw new MigrationFailure($"There is no tenant \"{tenantSlug}\"; run `up` and `seed` first.");
        if (await session.ScalarAsync<bool>(HasUsersSql, ct, tenant))
            throw new MigrationFailure($"The tenant \"{tenantSlug}\" has users already; they add further ones.");
        if (await session.ListAsync(RoleSql, row => row.GetGuid(0), ct, tenant) is not [var role])
            throw new MigrationFailure($"The tenant \"{tenantSlug}\" has no admin role; run `seed` first.");

        var user = Guid.CreateVersion7();
        await session.ExecuteAsync(AddUserSql, ct, tenant, user, email, email, passwordHash);
        await session.ExecuteAsync(GrantSql, ct, tenant, Guid.CreateVersion7(), user, role);
        await transaction.CommitAsync(ct);
    }
}
