using System.Security.Cryptography;

namespace PosCommerce.Bench;

/// <summary>The product's own service, as it is run: a process of its own that logs to a file.</summary>
internal static class ApiProcess
{
    private const string ReadyPath = "/health/ready";

    /// <summary>Keys that tokens are signed with and secrets sealed, as settings of the environment.</summary>
    public static Dictionary<string, string> NewKeys()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Auth__SigningKeys__0__KeyId"] = "bench",
            ["Auth__SigningKeys__0__Pem"] = key.ExportPkcs8PrivateKeyPem(),
            ["Auth__EncryptionKeys__0__KeyId"] = "bench",
            ["Auth__EncryptionKeys__0__Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        };
    }

    /// <param name="database">Of the application's login.</param>
    public static Task<ServedProcess> StartAsync(
        string database,
        IReadOnlyDictionary<string, string> settings,
        string log,
        CancellationToken ct
    )
    {
        // Beside this program, in the same configuration: artifacts/bin/<project>/<configuration>/.
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var built = here.Parent!.Parent!.FullName; // Built there.
        var assembly = Path.Combine(built, "PosCommerce.WebApi", here.Name, "PosCommerce.WebApi.dll");
        var environment = new Dictionary<string, string>(settings, StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings__PosCommerce"] = database,
        };
        return ServedProcess.StartAsync(assembly, [], environment, ReadyPath, log, ct);
    }
}
