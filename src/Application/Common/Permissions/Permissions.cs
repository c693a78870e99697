namespace PosCommerce.Application.Common;

/// <summary>
/// Every permission a route can ask for, one file a context; the context's seed <c>0002_permissions_*.sql</c> describes them, says
/// which predefined roles hold them, and which are tenant-wide: those are held only by a role that is granted for all stores.
/// </summary>
public static partial class Permissions;
