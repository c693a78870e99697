using MediatR;

namespace PosCommerce.Application.Common;

/// <summary>Sends a request through the pipeline to its handler.</summary>
public interface ISender
{
    Task<T> Send<T>(IRequest<T> request, CancellationToken ct);
}

/// <summary>The one place that knows which mediator carries the requests.</summary>
public sealed class MediatorSender(IMediator mediator) : ISender
{
    public Task<T> Send<T>(IRequest<T> request, CancellationToken ct) => mediator.Send(request, ct);
}
