namespace PosCommerce.Application.Common;

public static partial class Permissions
{
    public static class Inventory
    {
        public const string Read = "inventory.read";
        public const string ReadOtherStores = "inventory.read_other_stores";
        public const string ReadCosts = "inventory.read_costs";
        public const string Revalue = "inventory.revalue";
        public const string Adjust = "inventory.adjust";
        public const string Approve = "inventory.approve";
        public const string Count = "inventory.count";
        public const string Stocktake = "inventory.stocktake";
        public const string Move = "inventory.move";
        public const string Transfer = "inventory.transfer";
        public const string Reserve = "inventory.reserve";
        public const string Manage = "inventory.manage";
    }
}
