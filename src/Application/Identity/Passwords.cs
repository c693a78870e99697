using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

/// <summary>New passwords, held to the rules and written down.</summary>
internal sealed class Passwords(IDb db, Sessions sessions, PasswordLinks links)
{
    // A first password shows: the invited person is one who can sign in now.
    private const string SetSql = """
        update identity.user_account
           set password_hash = @PasswordHash,
               version = version + case when password_hash is null then 1 else 0 end
         where tenant_id = @tenant
           and user_id = @UserId
        """;

    /// <exception cref="Refused">It would be guessed.</exception>
    public static void Require(string member, string password, params string[] personal)
    {
        if (PasswordRules.Problem(password, personal) is { } problem)
            throw new Refused(PipelineErrors.Invalid(new Dictionary<string, string[]> { [member] = [problem] }));
    }

    /// <summary>
    /// Queues a new password; sessions that were opened with the old one end, but for the one that is kept, and so do links
    /// that would set yet another one: whoever changes a password because it got about is done with it.
    /// </summary>
    public void Set(Guid userId, string passwordHash, Guid? kept)
    {
        db.Enqueue(SetSql, new { UserId = userId, PasswordHash = passwordHash });
        sessions.EndAll(userId, "password changed", kept);
        links.Withdraw(userId);
    }
}
