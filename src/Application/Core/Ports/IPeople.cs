using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core.Ports;

/// <summary>The people that settings are about: what roles they have, and how they sign in.</summary>
public interface IPeople
{
    /// <summary>Which of these codes are those of roles in use.</summary>
    Deferred<string> KnownRoles(IReadOnlyList<string> codes);

    /// <summary>Has the caller a second factor?</summary>
    Deferred<bool> CallerHasSecondFactor();

    /// <summary>Queues the end of the sessions that were started without one.</summary>
    void EndSessionsWithoutSecondFactor();
}
