using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core.Ports;

/// <summary>Who has a second factor.</summary>
public interface ISecondFactors
{
    /// <summary>Has the caller one?</summary>
    Deferred<bool> CallerHasOne();

    /// <summary>Queues the end of the sessions that were started without one.</summary>
    void EndSessionsWithout();
}
