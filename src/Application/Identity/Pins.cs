using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Gives people a PIN, and takes it from them.</summary>
internal sealed class Pins(Users users, Sessions sessions, SignInAttempts attempts, IActor actor)
{
    /// <summary>
    /// Queues a new PIN, or for null that there is none. Sessions that were opened with the old one end, but for the one that
    /// is kept: a PIN is changed when somebody else has seen it.
    /// </summary>
    public void Set(Guid userId, string? pinHash, Guid? kept = null)
    {
        users.SetPin(userId, pinHash, actor.ActorId);
        sessions.EndThoseByPin(userId, "PIN changed", kept);
        attempts.Forgive(AttemptKind.Pin, userId.ToString());
    }
}
