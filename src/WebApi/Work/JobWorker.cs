using System.Diagnostics;
using PosCommerce.Application.Common;
using PosCommerce.Application.Platform;
using PosCommerce.Infrastructure.Database;

namespace PosCommerce.WebApi.Work;

/// <summary>Does what is due, one transaction a job, beside any number of other workers.</summary>
internal sealed partial class JobWorker(IServiceProvider services, JobSettings settings, TimeProvider clock, ILogger<JobWorker> log)
    : BackgroundService
{
    private const int Step = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Asked for when there is work to look for: the host is made without a database.
    private readonly Lazy<JobQueue> jobs = new(services.GetRequiredService<JobQueue>);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Nobody who starts waits for this; and where there is no database yet, it is only the first to notice.
        await Task.Yield();
        var scheduled = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (clock.GetUtcNow() - scheduled >= settings.ScheduleInterval)
                {
                    await jobs.Value.ScheduleAsync(settings.ScheduleSpread, stoppingToken);
                    await TidyPlatformAsync(stoppingToken);
                    scheduled = clock.GetUtcNow();
                }

                if (!await WorkAsync(stoppingToken))
                    await Task.Delay(settings.PollInterval, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A database that is away, or a schema that is not there yet: the rows wait.
                LogNoWork(e.Message);
                await Task.Delay(Patience, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Takes and does what is due now; false when nothing was, or others had it all.</summary>
    private async Task<bool> WorkAsync(CancellationToken ct)
    {
        var due = await jobs.Value.DueAsync(Step, ct);
        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = settings.Concurrency, CancellationToken = ct };
        await Parallel.ForEachAsync(
            due,
            options,
            async (job, token) =>
            {
                if (await jobs.Value.TakeAsync(job, settings.FirstBackoff, settings.LongestBackoff, token) is { } taken)
                {
                    Interlocked.Increment(ref done);
                    await DoAsync(taken);
                }
            }
        );
        return done > 0;
    }

    private async Task DoAsync(TakenJob job)
    {
        using var activity = Telemetry.Source.StartActivity($"job {job.Kind}", ActivityKind.Consumer);
        try
        {
            await jobs.Value.RunAsync(job);
            Count("done");
        }
        catch (JobHasGone)
        {
            Count("gone");
        }
        catch (Exception e)
        {
            Count("failed");
            LogFailed(e, job.Kind, job.JobId, job.TenantId, job.Attempt);
            if (await jobs.Value.FailAsync(job, e, settings.MaximumAttempts))
            {
                Count("parked");
                LogParked(job.Kind, job.JobId, job.TenantId, job.Attempt);
            }
        }

        void Count(string outcome) => Telemetry.Jobs.Add(1, new("kind", job.Kind), new("outcome", outcome));
    }

    private async Task TidyPlatformAsync(CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestContext>().Access = RouteAccess.Job;
        await scope.ServiceProvider.GetRequiredService<OperatorAttemptsTidying>().TidyAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "No jobs are done for now: {Reason}")]
    private partial void LogNoWork(string reason);

    [LoggerMessage(LogLevel.Warning, "Job {Kind} {JobId} of tenant {TenantId} failed at attempt {Attempt}")]
    private partial void LogFailed(Exception failure, string kind, Guid jobId, Guid tenantId, int attempt);

    [LoggerMessage(
        LogLevel.Error,
        "Job {Kind} {JobId} of tenant {TenantId} is parked after {Attempt} attempts: see GET /v1/jobs?state=parked"
    )]
    private partial void LogParked(string kind, Guid jobId, Guid tenantId, int attempt);
}
