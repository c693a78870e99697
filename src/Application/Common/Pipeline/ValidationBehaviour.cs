using FluentValidation;
using MediatR;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Common.Pipeline;

/// <summary>
/// Shape only, and the headers that the kind of request asks for. A caller without permission is told that first, so the
/// database decides before a shape is complained about. Cursors are sealed here on their way out, as they are checked on their
/// way in.
/// </summary>
public sealed class ValidationBehaviour<TRequest, TResponse>(
    IEnumerable<IValidator<TRequest>> validators,
    IUnitOfWork unit,
    RequestContext context,
    ISeal seal
) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    private static readonly string CursorMember = JsonPath.Of(nameof(IPaged.Cursor));

    private static readonly bool IsScoped =
        RequestKind.Is(typeof(TRequest), typeof(ICommand<>)) || RequestKind.Is(typeof(TRequest), typeof(IQuery<>));

    private static readonly bool OpensItsOwn = RequestKind.Is(typeof(TRequest), typeof(IUnscoped<>));

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (Problem(request) is { } error)
        {
            await DecideAsync(cancellationToken);
            throw new Refused(error);
        }

        // Only now: that a store is not there is told after what is wrong with the request.
        if (request is IStoreRequest { StoreId: { } store })
            unit.Narrow(store);
        if (request is ITerminalRequest { TerminalId: { } terminal } && context.TerminalId is { } bound && terminal != bound)
        {
            await DecideAsync(cancellationToken);
            throw new Refused(PipelineErrors.TerminalIsUnknown);
        }

        var response = await next();
        return response is IPage { NextCursor: { } place } page
            ? (TResponse)page.Continued(Cursor.Sealed(place, typeof(TRequest), context.TenantId, seal))
            : response;
    }

    private async Task DecideAsync(CancellationToken ct)
    {
        if (OpensItsOwn)
        {
            unit.Begin(Access.Read);
            unit.Require(context.Access);
        }

        if (IsScoped || OpensItsOwn)
            await unit.DecideAsync(ct);
        if (OpensItsOwn)
            await unit.RollbackAsync();
    }

    private Error? Problem(TRequest request)
    {
        var mistakes = new Mistakes();
        foreach (var failure in validators.SelectMany(v => v.Validate(request).Errors).TakeWhile(_ => !mistakes.HasMore))
            mistakes.Add(JsonPath.Of(failure.PropertyName), failure.ErrorMessage);
        if (request is IPaged { Cursor: { } cursor } && !Cursor.IsOurs(cursor, typeof(TRequest), context.TenantId, seal))
            mistakes.Add(CursorMember, PageRules.NotOurs);
        if (!mistakes.IsEmpty)
            return mistakes.ToError();
        if (request is IExactlyOnce && context.IdempotencyKey is null)
            return PipelineErrors.KeyIsMissing;
        if (request is IShownOnce && context.IdempotencyKey is not null)
            return PipelineErrors.KeyIsNotTaken;
        if (request is IEdit && context.IfMatch is null)
            return PipelineErrors.VersionIsMissing;
        return null;
    }
}
