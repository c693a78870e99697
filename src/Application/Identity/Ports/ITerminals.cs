using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity.Ports;

/// <summary>The enrolled tills at which people sign in by PIN.</summary>
public interface ITerminals
{
    /// <summary>Queues that the device with this credential is there.</summary>
    void Seen(Guid credentialId);

    /// <summary>Is the device with this credential still a till?</summary>
    Deferred<bool> IsEnrolled(Guid credentialId);
}
