namespace PosCommerce.Application.Common;

public static partial class Permissions
{
    public static class Sales
    {
        public const string Create = "sales.create";
        public const string Discount = "sales.discount";
        public const string NoSale = "sales.no_sale";
        public const string Read = "sales.read";
        public const string Return = "sales.return";
        public const string Shift = "sales.shift";
        public const string ShiftManage = "sales.shift_manage";
        public const string Void = "sales.void";
    }
}
