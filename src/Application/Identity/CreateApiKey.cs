using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

/// <summary>Makes a key for a machine, with no more rights than the caller has; its secret is shown this once.</summary>
/// <param name="Permissions">What it may do, as listed by GET /v1/permissions.</param>
/// <param name="StoreIds">Where; leave it out for all stores.</param>
/// <param name="AllowedNetworks">Addresses or networks (CIDR) from which it may be used; leave it out for anywhere.</param>
/// <param name="ExpiresAt">When it ends by itself; leave it out for never.</param>
public sealed record CreateApiKey(
    string Name,
    IReadOnlyList<string> Permissions,
    IReadOnlyList<Guid>? StoreIds = null,
    IReadOnlyList<string>? AllowedNetworks = null,
    DateTimeOffset? ExpiresAt = null
) : ICommand<IssuedApiKey>, ICreates, IShownOnce;

internal sealed class CreateApiKeyValidator : AbstractValidator<CreateApiKey>
{
    private const int MaximumStores = 200;
    private const int MaximumNetworks = 50;

    public CreateApiKeyValidator(TimeProvider clock)
    {
        RuleFor(c => c.Name).ShortText(100);
        RuleFor(c => c.Permissions).NotEmpty().AtMost(200);
        RuleForEach(c => c.Permissions).Code(100);
        RuleFor(c => c.StoreIds!).AtMost(MaximumStores);
        RuleFor(c => c.StoreIds)
            .Must(stores => stores is null or { Count: > 0 })
            .WithMessage("Name a store, or leave it out for all stores.");
        RuleFor(c => c.AllowedNetworks!).AtMost(MaximumNetworks);
        RuleForEach(c => c.AllowedNetworks)
            .Code(100)
            .Must(network => Networks.TryNormalise(network, out _))
            .WithMessage("Must be an address or a network such as 192.0.2.0/24.");
        RuleFor(c => c.ExpiresAt).Must(at => at is null || at > clock.GetUtcNow()).WithMessage("Must be in the future.");
    }
}

internal sealed class CreateApiKeyHandler(IDb db, Authorities authorities, RequestContext context, TimeProvider clock)
    : ICommandHandler<CreateApiKey, IssuedApiKey>
{
    private const string KnownSql = "select permission, is_tenant_wide from identity.permission where permission = any (@Permissions)";

    private const string CreateSql = """
        insert into identity.api_key (api_key_id, name, secret_hash, allowed_networks, created_at, created_by, expires_at)
        values (@ApiKeyId, @Name, @SecretHash, @AllowedNetworks, @Now, @CreatedBy, @ExpiresAt)
        """;

    private const string PermitSql = """
        insert into identity.api_key_permission (tenant_id, api_key_id, permission)
        select k.tenant_id, k.api_key_id, permission
          from identity.api_key as k
         cross join unnest(@Permissions) as permission
         where k.tenant_id = @tenant
           and k.api_key_id = @ApiKeyId
        """;

    private const string LimitSql = """
        insert into identity.api_key_store (tenant_id, api_key_id, store_id)
        select k.tenant_id, k.api_key_id, store_id
          from identity.api_key as k
         cross join unnest(@StoreIds) as store_id
         where k.tenant_id = @tenant
           and k.api_key_id = @ApiKeyId
        """;

    public async Task<IssuedApiKey> Handle(CreateApiKey command, CancellationToken ct)
    {
        string[] permissions = [.. command.Permissions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Guid[] stores = [.. (command.StoreIds ?? []).Distinct().Order()];
        string[] networks = [.. (command.AllowedNetworks ?? []).Select(Networks.Normalise).Distinct(StringComparer.Ordinal)];
        await RequireHeldAsync(permissions, stores, ct);

        var now = clock.GetUtcNow();
        var id = Ids.New();
        // The caller has entered a tenant.
        var (secret, hash) = Credential.New(CredentialKind.ApiKey, context.TenantSlug!, context.TenantId!.Value, id);
        db.Enqueue(
            CreateSql,
            new
            {
                ApiKeyId = id,
                command.Name,
                SecretHash = hash,
                AllowedNetworks = networks,
                Now = now,
                CreatedBy = context.ActorId,
                command.ExpiresAt,
            }
        );
        db.Enqueue(PermitSql, new { ApiKeyId = id, Permissions = permissions });
        if (stores.Length > 0)
            db.Enqueue(LimitSql, new { ApiKeyId = id, StoreIds = stores })
                .OnConstraint("api_key_store_names_a_store", PipelineErrors.StoreIsUnknown);
        var key = new ApiKey(
            id,
            command.Name,
            permissions,
            stores,
            networks,
            now,
            context.ActorId,
            command.ExpiresAt,
            null,
            null,
            null,
            null,
            IsRevoked: false
        );
        // Of a key that never did anything the record is all that tells what it could have done.
        db.Changes(key with { Name = "", Permissions = [], StoreIds = [], AllowedNetworks = [], ExpiresAt = null }, key);
        return new IssuedApiKey(id, secret, key);
    }

    private async Task RequireHeldAsync(string[] permissions, Guid[] stores, CancellationToken ct)
    {
        var held = authorities.OfCaller();
        var known = await db.QueryAsync<Known>(KnownSql, new { Permissions = permissions }, ct);
        if (permissions.Except(known.Select(p => p.Permission), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new Refused(IdentityErrors.PermissionUnknown(unknown));
        if (stores.Length > 0 && known.FirstOrDefault(p => p.IsTenantWide) is { } wide)
            throw new Refused(IdentityErrors.PermissionNeedsAllStores(wide.Permission));

        var mine = new Authority(await held.ToListAsync(ct));
        IEnumerable<Guid?> wanted = stores.Length == 0 ? [null] : stores.Select(s => (Guid?)s);
        var given = new Authority(wanted.SelectMany(store => permissions.Select(permission => new Holding(permission, store))));
        if (mine.Lacking(given) is { Count: > 0 } lacking)
            throw new Refused(IdentityErrors.PermissionNotHeld(lacking[0].Permission));
    }

    private sealed record Known(string Permission, bool IsTenantWide);
}
