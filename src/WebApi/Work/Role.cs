namespace PosCommerce.WebApi.Work;

/// <summary>Stands where a process of role <c>api</c> has no worker.</summary>
internal sealed class NoWork : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>What a process of this binary is there for: <c>--role=all|api|worker</c>.</summary>
internal sealed record Role(bool ServesRequests, bool DoesJobs)
{
    public const string Setting = "role";

    /// <summary>One process on one machine does both.</summary>
    public static Role Of(IConfiguration configuration) =>
        configuration[Setting] switch
        {
            null or "" or "all" => new Role(ServesRequests: true, DoesJobs: true),
            "api" => new Role(ServesRequests: true, DoesJobs: false),
            "worker" => new Role(ServesRequests: false, DoesJobs: true),
            var other => throw new InvalidOperationException($"The role {other} is none of all, api and worker."),
        };
}
