namespace PosCommerce.Application.Common;

/// <summary>What operators of the platform may do; no role of a tenant holds any of these.</summary>
public static class PlatformPermissions
{
    public const string ReadTenants = "platform.read_tenants";
    public const string ManageTenants = "platform.manage_tenants";
    public const string ReadAudit = "platform.read_audit";

    public static IReadOnlyList<string> All { get; } = [ReadTenants, ManageTenants, ReadAudit];
}
