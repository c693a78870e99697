using UUIDNext;

namespace PosCommerce.Domain.Common;

/// <summary>The one door through which the product, the migrator and the tools make ids.</summary>
public static class Ids
{
    /// <summary>
    /// A UUIDv7 (RFC 9562) that is larger than every one made before it in this process, so that rows made one after the other
    /// stand beside each other in their index. The machine's time is in it: an id orders, and tells no business time.
    /// </summary>
    public static Guid New() => Uuid.NewDatabaseFriendly(UUIDNext.Database.PostgreSql);
}
