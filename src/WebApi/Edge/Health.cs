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
        app.Lifetime.ApplicationStarted.Register(() => LogTimeZones(app.Logger, TimeZones.Version));
    }

    private static async Task<IResult> ReadyAsync(
        IReadiness readiness,
        IHostApplicationLifetime lifetime,
        ILogger<Answer> log,
        CancellationToken ct
    )
    {
        var problem = lifetime.ApplicationStopping.IsCancellationRequested ? "The service is stopping." : await readiness.ProblemAsync(ct);
        if (problem is null)
            return Results.Ok(new ReadyAnswer("ready", TimeZones.Version));
        LogNotReady(log, problem);
        throw new Refused(EdgeErrors.NotReady);
    }

    [LoggerMessage(LogLevel.Warning, "Not ready: {Problem}")]
    private static partial void LogNotReady(ILogger log, string problem);

    [LoggerMessage(LogLevel.Information, "Time zones by the rules of {Version}")]
    private static partial void LogTimeZones(ILogger log, string version);

    internal sealed record Answer(string Status);

    /// <param name="TimeZones">The version of the rules by which business days begin.</param>
    internal sealed record ReadyAnswer(string Status, string TimeZones);
}
