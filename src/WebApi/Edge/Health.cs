using PosCommerce.Domain.Common;
using PosCommerce.Infrastructure.Database;

namespace PosCommerce.WebApi.Edge;

/// <summary>What orchestrators and load balancers ask: is the process alive, and should it get requests.</summary>
internal static partial class Health
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Ok(new Answer("live"))).WithMetadata(new AnonymousAttribute()).ExcludeFromDescription();
        app.MapGet("/health/ready", ReadyAsync).WithMetadata(new AnonymousAttribute()).ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(IReadiness readiness, IHostApplicationLifetime lifetime, ILogger<Answer> log, CancellationToken ct)
    {
        var problem = lifetime.ApplicationStopping.IsCancellationRequested ? "The service is stopping." : await readiness.ProblemAsync(ct);
        if (problem is null)
            return Results.Ok(new Answer("ready"));
        LogNotReady(log, problem);
        throw new Refused(EdgeErrors.NotReady);
    }

    [LoggerMessage(LogLevel.Warning, "Not ready: {Problem}")]
    private static partial void LogNotReady(ILogger log, string problem);

    internal sealed record Answer(string Status);
}
