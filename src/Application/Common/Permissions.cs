namespace PosCommerce.Application.Common;

/// <summary>Every permission a route can ask for; the seed <c>0001_permissions.sql</c> describes them.</summary>
public static class Permissions
{
    public static class Core
    {
        public const string Read = "core.read";
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
    }
}
