using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Published by Identity: which roles there are.</summary>
public sealed class RoleCodes(IDb db)
{
    private const string KnownSql = """
        select code
          from identity.role
         where tenant_id = @tenant
           and code = any (@Codes)
           and archived_at is null
        """;

    /// <summary>Which of these codes are those of roles in use.</summary>
    public Deferred<string> Known(IReadOnlyList<string> codes) => db.Defer<string>(KnownSql, new { Codes = codes.ToArray() });
}
