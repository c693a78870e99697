using MediatR;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Common.Pipeline;

/// <summary>Holds a request to what its route declares. A route that declares nothing is denied.</summary>
public sealed class PermissionBehaviour<TRequest, TResponse>(IUnitOfWork unit, RequestContext context)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    private static readonly bool IsAnonymous = RequestKind.Is(typeof(TRequest), typeof(IAnonymousCommand<>));

    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (context.Access.IsAnonymous != IsAnonymous || (!IsAnonymous && !context.Access.IsSignedIn))
            throw new Refused(PipelineErrors.RouteDeclaresNothing);
        if (!IsAnonymous && !context.IsSignedIn)
            throw new Refused(PipelineErrors.NotSignedIn);

        unit.Require(context.Access.Permission);
        return next();
    }
}
