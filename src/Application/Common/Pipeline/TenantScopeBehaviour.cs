using MediatR;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Common.Pipeline;

/// <summary>
/// The one transaction of a command or query: opened here, committed here with the audit entry, and run again as a whole
/// when the database could not do it this time. Handlers do nothing outside the database that a re-run would repeat.
/// </summary>
public sealed class TenantScopeBehaviour<TRequest, TResponse>(IUnitOfWork unit, RequestContext context)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    private const int MaximumAttempts = 3;
    private static readonly bool IsQuery = RequestKind.Is(typeof(TRequest), typeof(IQuery<>));
    private static readonly bool OpensItsOwn =
        RequestKind.Is(typeof(TRequest), typeof(IAnonymousCommand<>)) || RequestKind.Is(typeof(TRequest), typeof(IUnscoped<>));

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (OpensItsOwn)
        {
            if (request is IAnonymousCommand<TResponse> anonymous)
                NameTenant(anonymous.TenantSlug);
            context.Audit = Entry(request, default);
            return await next();
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunAsync(request, next);
            }
            catch (DatabaseUnavailable lost) when (attempt < MaximumAttempts && MayRunAgain(lost))
            {
                Telemetry.RequestRetries.Add(1, new KeyValuePair<string, object?>("use_case", typeof(TRequest).Name));
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 40) * attempt), cancellationToken);
            }
        }
    }

    private async Task<TResponse> RunAsync(TRequest request, RequestHandlerDelegate<TResponse> next)
    {
        unit.Begin(IsQuery ? Access.Read : Access.Write);
        try
        {
            var response = await next();
            if (context.IsReplay)
            {
                await unit.RollbackAsync();
                return response;
            }

            if (!IsQuery)
                unit.Audit(Entry(request, response));
            await unit.CommitAsync();
            return response;
        }
        catch (Refused refused) when (!IsQuery && refused.Error.Kind is ErrorKind.Forbidden && context.IsSignedIn)
        {
            // Who tried what they may not do is a fact worth keeping, though nothing else of the attempt is.
            await unit.RollbackAsync();
            await unit.AuditDenialAsync(Entry(request, default) with { IsRefused = true });
            throw;
        }
        catch
        {
            await unit.RollbackAsync();
            throw;
        }
    }

    // It is looked up when the first transaction opens, after the shape has been checked.
    private void NameTenant(string? ownSlug)
    {
        if (ownSlug is not null && context.TenantSlug is { } told && told != ownSlug)
            throw new Refused(PipelineErrors.TenantContradicts);
        context.TenantSlug = ownSlug ?? context.TenantSlug ?? throw new Refused(PipelineErrors.TenantIsMissing);
    }

    private AuditEntry Entry(TRequest request, TResponse? response) =>
        new(typeof(TRequest).Name, Subject.Of(request, response), context.RequestHash ??= Hash(request), IsRefused: false);

    // What people sign in with is not even kept as a hash: a fast one gives a password away to whoever guesses.
    private byte[] Hash(TRequest request) =>
        request is IAnonymousCommand<TResponse> ? Canonical.Hash<object?>(context.Operation, null) : Canonical.Hash(context.Operation, request);

    // After a loss during commit nobody knows whether it happened; only the key makes a second run harmless.
    private bool MayRunAgain(DatabaseUnavailable lost) => !lost.IsOutcomeUnknown || IsQuery || context.IdempotencyKey is not null;
}
