using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity.Ports;

/// <summary>The enrolled terminals at which people sign in by PIN.</summary>
public interface ITerminals
{
    /// <summary>Queues that the device with this credential is there.</summary>
    void Seen(Guid credentialId);

    /// <summary>Is the device with this credential still a terminal?</summary>
    Deferred<bool> IsEnrolled(Guid credentialId);
}
