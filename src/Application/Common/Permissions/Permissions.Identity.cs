namespace PosCommerce.Application.Common;

public static partial class Permissions
{
    public static class Identity
    {
        public const string ReadUsers = "identity.read_users";
        public const string ManageUsers = "identity.manage_users";
        public const string GrantRoles = "identity.grant_roles";
        public const string ManageRoles = "identity.manage_roles";
        public const string ManageSessions = "identity.manage_sessions";
        public const string ManageApiKeys = "identity.manage_api_keys";
    }
}
