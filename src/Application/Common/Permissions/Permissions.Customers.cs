namespace PosCommerce.Application.Common;

public static partial class Permissions
{
    public static class Customers
    {
        public const string Read = "customers.read";
        public const string Manage = "customers.manage";
        public const string Erase = "customers.erase";
    }
}
