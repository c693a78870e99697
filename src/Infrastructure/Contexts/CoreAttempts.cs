using PosCommerce.Application.Core.Ports;
using PosCommerce.Application.Identity;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Core has Identity count how often a pairing code is guessed.</summary>
internal sealed class CoreAttempts(SignInAttempts attempts) : IAttempts
{
    public Task ClaimPairingAsync(string? address, CancellationToken ct) => attempts.ClaimAsync(AttemptKind.Pairing, address ?? "", ct);

    public void ForgivePairing(string? address) => attempts.Forgive(AttemptKind.Pairing, address ?? "");
}
