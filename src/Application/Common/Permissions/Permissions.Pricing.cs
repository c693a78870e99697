namespace PosCommerce.Application.Common;

public static partial class Permissions
{
    public static class Pricing
    {
        public const string Read = "pricing.read";
        public const string Manage = "pricing.manage";
    }
}
