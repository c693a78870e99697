using MediatR;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Common.Pipeline;

/// <summary>
/// The one transaction of a command or query: opened here, committed here with the audit entry, and run again as a whole
/// when the database could not do it this time. Handlers do nothing outside the database that a re-run would repeat.
/// </summary>
public sealed class TenantScopeBehaviour<TRequest, TResponse>(IUnitOfWork unit, ITenants tenants, RequestContext context)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    private const int MaximumAttempts = 3;
    private static readonly bool IsQuery = RequestKind.Is(typeof(TRequest), typeof(IQuery<>));
    private static readonly bool OpensItsOwn =
        RequestKind.Is(typeof(TRequest), typeof(IAnonymousCommand<>)) || RequestKind.Is(typeof(TRequest), typeof(IUnscoped<>));

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        context.Request = request;
        if (request is ITenantRequest { TenantId: { } tenant } && context.Principal is OperatorPrincipal)
            context.TenantId = tenant;
        if (OpensItsOwn)
        {
            // It commits on its own, so it would be done before it shows whether it has asked.
            if (context.Access.AskingPermission is not null)
                throw new Refused(PipelineErrors.RouteDeclaresNothing);
            if (request is ITenantless)
                context.TenantSlug = null;
            else if (request is IAnonymousCommand<TResponse> anonymous)
                NameTenant(anonymous.TenantSlug);
            context.Audit = Entry(request, default);
            return await KeepingDenials(request, () => next());
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
        unit.Begin(IsQuery ? Access.Read : Access.Write, request is IOneMoment);
        context.Authorisation = null;
        try
        {
            var response = await KeepingDenials(request, () => DecidedAsync(next));
            if (context.IsReplay)
            {
                await unit.RollbackAsync();
                return response;
            }

            // Whoever came in by the right to ask has to have been asked; a handler that forgets to must not let them through.
            if (context.Access.AskingPermission is not null && context.Authorisation is null)
                throw new Refused(PipelineErrors.RouteDeclaresNothing);
            if (!IsQuery && response is not JobDone { IsNothing: true })
                unit.Audit(Entry(request, response));
            if (response is JobDone done)
                unit.FinishJob(done);
            await unit.CommitAsync();
            return response;
        }
        catch
        {
            await unit.RollbackAsync();
            throw;
        }
    }

    // A handler that only writes has sent nothing yet, and would be denied with its commit, when nobody keeps denials any more.
    private async Task<TResponse> DecidedAsync(RequestHandlerDelegate<TResponse> next)
    {
        var response = await next();
        if (!IsQuery)
            await unit.DecideAsync(CancellationToken.None);
        return response;
    }

    // Who tried what they may not do is a fact worth keeping, though nothing else of the attempt is.
    private async Task<TResponse> KeepingDenials(TRequest request, Func<Task<TResponse>> act)
    {
        try
        {
            return await act();
        }
        catch (Refused refused) when (!IsQuery && refused.Error.Kind is ErrorKind.Forbidden && context.IsSignedIn)
        {
            await unit.RollbackAsync();
            // An operator may name any tenant, and whoever makes one names one that is not there yet: no record is kept for nobody.
            if (
                context.Principal is OperatorPrincipal
                && context.TenantId is { } named
                && !await tenants.IsThereAsync(named, CancellationToken.None)
            )
                context.TenantId = null;
            await unit.AuditDenialAsync(Denial(request, refused.Error.Challenge), refused.Error.Challenge);
            throw;
        }
    }

    // Whoever reads of the approval later finds by the challenge's id what it was asked for.
    private AuditEntry Denial(TRequest request, Challenge? challenge)
    {
        var entry = Entry(request, default) with { IsRefused = true };
        return challenge is null
            ? entry
            : entry with
            {
                Subject = new SortedDictionary<string, Guid>(entry.Subject.ToDictionary(), StringComparer.Ordinal)
                {
                    ["challengeId"] = challenge.ChallengeId,
                },
            };
    }

    // It is looked up when the first transaction opens, after the shape has been checked.
    private void NameTenant(string? ownSlug)
    {
        if (ownSlug is not null && context.TenantSlug is { } told && told != ownSlug)
            throw new Refused(PipelineErrors.TenantContradicts);
        context.TenantSlug = ownSlug ?? context.TenantSlug ?? throw new Refused(PipelineErrors.TenantIsMissing);
    }

    private AuditEntry Entry(TRequest request, TResponse? response) =>
        new(
            typeof(TRequest).Name,
            Subject.Of(request, response),
            Subject.MainOf(request, response),
            context.RequestHash ??= Hash(request),
            IsRefused: false
        );

    private byte[] Hash(TRequest request) =>
        request is IAnonymousCommand<TResponse> or IHoldsSecret
            ? Canonical.Hash<object?>(context.Operation, null)
            : Canonical.Hash(context.Operation, request);

    // After a loss during commit nobody knows whether it happened; only the key, or the job's own row, makes a second run harmless.
    private bool MayRunAgain(DatabaseUnavailable lost) =>
        !lost.IsOutcomeUnknown || IsQuery || context.IdempotencyKey is not null || context.Principal is SystemPrincipal;
}
