using System.Globalization;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>A role that somebody is invited with.</summary>
/// <param name="StoreId">Leave it out for all stores, those to come among them.</param>
public sealed record InitialGrant(Guid RoleId, Guid? StoreId = null);

/// <summary>Gives somebody who has just been added their first roles, by the rules by which any role is given.</summary>
internal sealed class InitialGrants(IDb db, Roles roles, Authorities authorities, Grants grants)
{
    public const int Most = 20;

    /// <summary>How many there were, each counted once.</summary>
    /// <exception cref="Refused">A role or store is unknown, or reaches further than the caller does.</exception>
    public async Task<int> GiveAsync(Guid userId, IReadOnlyList<InitialGrant> wanted, CancellationToken ct)
    {
        // By key: two invitations that name the same roles must not wait for each other.
        InitialGrant[] each = [.. wanted.Distinct().OrderBy(g => g.RoleId).ThenBy(g => g.StoreId)];
        foreach (var (index, (roleId, storeId)) in each.Index())
        {
            var role = await roles.LockAsync(roleId, ct) ?? throw new Refused(IdentityErrors.RoleNotFound);
            await authorities.RequireOverRoleAsync(roleId, storeId, ct);
            if (role.IsArchived)
                throw new Refused(IdentityErrors.RoleIsArchived);
            var given = await grants.GiveAsync(userId, role, storeId, ct);
            Concerns("grantId", given.GrantId, index);
            Concerns("roleId", roleId, index);
            if (storeId is { } store)
                Concerns("storeId", store, index);
        }

        return each.Length;
    }

    // The audit entry of the invitation tells what was given with it: grantId, grantId2, grantId3.
    private void Concerns(string name, Guid id, int index) =>
        db.Concerns(index == 0 ? name : name + (index + 1).ToString(CultureInfo.InvariantCulture), id);
}
