using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Published by Core: when a terminal's device was last there.</summary>
public sealed class TerminalUses(IDb db, TimeProvider clock)
{
    private const string SeenSql = """
        update core.terminal_credential
           set last_seen_at = @Now
         where tenant_id = @tenant
           and terminal_credential_id = @CredentialId
        """;

    private const string IsEnrolledSql = """
        select revoked_at is null
          from core.terminal_credential
         where tenant_id = @tenant
           and terminal_credential_id = @CredentialId
        """;

    /// <summary>Is the device with this credential still a terminal?</summary>
    public Deferred<bool> IsEnrolled(Guid credentialId) => db.Defer<bool>(IsEnrolledSql, new { CredentialId = credentialId });

    /// <summary>Queues that the device with this credential is there.</summary>
    public void Seen(Guid credentialId) => db.Enqueue(SeenSql, new { CredentialId = credentialId, Now = clock.GetUtcNow() });
}
