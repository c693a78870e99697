namespace PosCommerce.Application.Common;

public static partial class Permissions
{
    public static class Reports
    {
        public const string Read = "reports.read";
    }
}
