namespace PosCommerce.Application.Common;

public static partial class Permissions
{
    public static class Core
    {
        public const string Read = "core.read";
        public const string ManageStores = "core.manage_stores";
        public const string ManageTerminals = "core.manage_terminals";
        public const string ManageSettings = "core.manage_settings";
    }
}
