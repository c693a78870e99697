namespace PosCommerce.Application.Common;

public static partial class Permissions
{
    public static class Operations
    {
        public const string Read = "operations.read";
        public const string ReadAudit = "operations.read_audit";
        public const string ReadJobs = "operations.read_jobs";
        public const string RetryJobs = "operations.retry_jobs";
    }
}
