using MediatR;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Common.Pipeline;

/// <summary>Holds a request to what its route declares. A route that declares nothing is denied.</summary>
public sealed class PermissionBehaviour<TRequest, TResponse>(IUnitOfWork unit, RequestContext context)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    private static readonly bool IsAnonymous = RequestKind.Is(typeof(TRequest), typeof(IAnonymousCommand<>));
    private static readonly bool IsQuery = RequestKind.Is(typeof(TRequest), typeof(IQuery<>));

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (context.Access.IsAnonymous != IsAnonymous || context.Access.Audience is Audience.Nobody)
            throw new Refused(PipelineErrors.RouteDeclaresNothing);
        if (!IsAnonymous && !context.IsSignedIn)
            throw new Refused(PipelineErrors.NotSignedIn);
        if (!context.Access.Serves(context.Principal))
        {
            // Only who is known hears what is served to whom: 401 comes before 403. Where the denial is written down, a
            // command's, that finds it out.
            if (IsQuery)
                await unit.DecideAsync(cancellationToken);
            throw new Refused(PipelineErrors.CallerIsOfAnotherKind);
        }

        unit.Require(context.Access);
        return await next();
    }
}
