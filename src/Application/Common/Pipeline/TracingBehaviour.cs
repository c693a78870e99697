using System.Diagnostics;
using MediatR;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Common.Pipeline;

/// <summary>Outermost: one span and one duration a use case.</summary>
public sealed class TracingBehaviour<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    private static readonly string UseCase = typeof(TRequest).Name;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        using var span = Telemetry.Source.StartActivity(UseCase);
        var started = Stopwatch.GetTimestamp();
        var outcome = "failed";
        try
        {
            var response = await next();
            outcome = "done";
            return response;
        }
        catch (Refused refused)
        {
            outcome = refused.Error.Code;
            throw;
        }
        finally
        {
            span?.SetTag("poscommerce.outcome", outcome);
            Telemetry.UseCaseDuration.Record(
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                new("use_case", UseCase),
                new("outcome", outcome)
            );
        }
    }
}
