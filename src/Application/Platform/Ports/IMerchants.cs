using PosCommerce.Application.Common;

namespace PosCommerce.Application.Platform.Ports;

/// <summary>The merchants as Identity keeps them; each act concerns the tenant that the request has entered.</summary>
public interface IMerchants
{
    /// <summary>Queues a new tenant.</summary>
    void Register(string slug, string name);

    /// <summary>Queues its predefined roles and its first admin, in all of its stores, who sets a password by the link.</summary>
    FirstAdmin AddAdmin(string slug, string email, string name);

    /// <summary>The tenant; none when there is none.</summary>
    Deferred<Merchant> Find();

    /// <summary>The tenant, held still until this transaction ends; none when there is none.</summary>
    Deferred<Merchant> Lock();

    void Suspend(string reason, DateTimeOffset now);

    void Reopen();
}

/// <param name="Token">Sets the password, once.</param>
public sealed record FirstAdmin(Guid UserId, string Token, DateTimeOffset ExpiresAt);

public sealed record Merchant(
    Guid TenantId,
    string Slug,
    string Name,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SuspendedAt,
    string? SuspensionReason
);
