namespace PosCommerce.Application.Core.Ports;

/// <summary>Limits how often pairing codes can be guessed.</summary>
public interface IAttempts
{
    /// <summary>Counts an attempt from an address.</summary>
    /// <exception cref="Domain.Common.Refused">There were too many.</exception>
    Task ClaimPairingAsync(string? address, CancellationToken ct);

    /// <summary>The attempt was right.</summary>
    void ForgivePairing(string? address);
}
