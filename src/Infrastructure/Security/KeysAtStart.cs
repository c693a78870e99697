using Microsoft.Extensions.Hosting;

namespace PosCommerce.Infrastructure.Security;

/// <summary>Whoever forgot a key is told at the start, not by the first request that needs it.</summary>
internal sealed class KeysAtStart(SigningKeys signing, EncryptionKeys encryption) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = signing.SigningKey;
        _ = encryption.All;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
