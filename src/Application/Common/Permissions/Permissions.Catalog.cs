namespace PosCommerce.Application.Common;

public static partial class Permissions
{
    public static class Catalog
    {
        public const string Read = "catalog.read";
        public const string Manage = "catalog.manage";
    }
}
