namespace PosCommerce.Domain.Identity;

/// <summary>One permission, in one store or in all that there are and will be.</summary>
/// <param name="StoreId">Null for all stores.</param>
public sealed record Holding(string Permission, Guid? StoreId);

/// <summary>
/// Everything that somebody may do, and where. Who gives, may give no more than this; who takes over another's account (a
/// new PIN, a new password) must have all of the other's.
/// </summary>
public sealed class Authority
{
    private readonly HashSet<Holding> holdings;

    public Authority(IEnumerable<Holding> holdings) => this.holdings = [.. holdings];

    /// <summary>What is held, in no particular order.</summary>
    public IReadOnlyCollection<Holding> Holdings => holdings;

    /// <summary>Is the permission held in this store, or, for null, in all stores? All stores one by one are not all stores.</summary>
    public bool Holds(string permission, Guid? storeId) =>
        holdings.Contains(new Holding(permission, null)) || (storeId is not null && holdings.Contains(new Holding(permission, storeId)));

    /// <summary>Is everything that the other may do held here, too?</summary>
    public bool Covers(Authority other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.holdings.All(h => Holds(h.Permission, h.StoreId));
    }

    /// <summary>What the other may do and this one may not.</summary>
    public IReadOnlyList<Holding> Lacking(Authority other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return
        [
            .. other
                .holdings.Where(h => !Holds(h.Permission, h.StoreId))
                .OrderBy(h => h.Permission, StringComparer.Ordinal)
                .ThenBy(h => h.StoreId),
        ];
    }
}
