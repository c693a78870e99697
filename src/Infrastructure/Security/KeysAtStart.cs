using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace PosCommerce.Infrastructure.Security;

/// <summary>Whoever forgot a key is told at the start, not by the first request that needs it.</summary>
internal sealed class KeysAtStart(SigningKeys signing, EncryptionKeys encryption) : IHostedService
{
    // The build starts the host to ask for its description, and has no keys.
    private static readonly bool IsOnlyDescribed = Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (IsOnlyDescribed)
            return Task.CompletedTask;
        _ = signing.SigningKey;
        _ = encryption.All;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
