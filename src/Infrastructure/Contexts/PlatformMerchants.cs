using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Platform.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>The Platform makes, suspends and reopens the tenants that Identity keeps.</summary>
internal sealed class PlatformMerchants(TenantRegistry tenants) : IMerchants
{
    public void Register(string slug, string name) => tenants.Register(slug, name);

    public FirstAdmin AddAdmin(string slug, string email, string name)
    {
        var (userId, link) = tenants.AddAdmin(slug, email, name);
        return new FirstAdmin(userId, link.Token, link.ExpiresAt);
    }

    public Deferred<Merchant> Find() => tenants.Find().Select(Of);

    public Deferred<Merchant> Lock() => tenants.Lock().Select(Of);

    public void Suspend(string reason, DateTimeOffset now) => tenants.Suspend(reason, now);

    public void Reopen() => tenants.Reopen();

    private static Merchant Of(TenantFacts t) => new(t.TenantId, t.Slug, t.Name, t.CreatedAt, t.SuspendedAt, t.SuspensionReason);
}
