namespace PosCommerce.Application.Common;

/// <summary>
/// Every permission a route can ask for; the seed <c>0001_permissions.sql</c> describes them and says which are tenant-wide:
/// those are held only by a role that is granted for all stores.
/// </summary>
public static class Permissions
{
    public static class Core
    {
        public const string Read = "core.read";
        public const string ManageStores = "core.manage_stores";
        public const string ManageTerminals = "core.manage_terminals";
        public const string ManageSettings = "core.manage_settings";
    }

    public static class Identity
    {
        public const string ReadUsers = "identity.read_users";
        public const string ManageUsers = "identity.manage_users";
        public const string GrantRoles = "identity.grant_roles";
        public const string ManageRoles = "identity.manage_roles";
        public const string ManageSessions = "identity.manage_sessions";
        public const string ManageApiKeys = "identity.manage_api_keys";
    }

    public static class Catalog
    {
        public const string Read = "catalog.read";
    }

    public static class Inventory
    {
        public const string Read = "inventory.read";
        public const string Adjust = "inventory.adjust";
    }

    public static class Sales
    {
        public const string Create = "sales.create";
        public const string Read = "sales.read";
        public const string Void = "sales.void";
    }

    public static class Operations
    {
        public const string Read = "operations.read";
        public const string ReadAudit = "operations.read_audit";
    }
}

/// <summary>What operators of the platform may do; no role of a tenant holds any of these.</summary>
public static class PlatformPermissions
{
    public const string ReadTenants = "platform.read_tenants";
    public const string ManageTenants = "platform.manage_tenants";
    public const string ReadAudit = "platform.read_audit";

    public static IReadOnlyList<string> All { get; } = [ReadTenants, ManageTenants, ReadAudit];
}
