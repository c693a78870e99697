using System.Text.Json;
using MediatR;

namespace PosCommerce.Application.Common.Pipeline;

/// <summary>
/// Commands with a key happen once: the key is claimed in the act's own transaction, the answer is stored in it, and a
/// retry gets the stored bytes. A refusal rolls the claim back with everything else, so the same key may succeed later.
/// </summary>
public sealed class IdempotencyBehaviour<TRequest, TResponse>(IUnitOfWork unit, RequestContext context)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    private static readonly bool IsCommand = RequestKind.Is(typeof(TRequest), typeof(ICommand<>));

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        // Keys are kept by tenant: what an operator does for none of them is not replayed.
        if (!IsCommand || context.IdempotencyKey is not { } key || context.TenantId is null)
            return await next();

        context.RequestHash = Canonical.Hash(context.Operation, request);
        unit.Claim(new ActKey(key, Clients.Of(context, request), (request as IStoreRequest)?.StoreId, context.RequestHash));
        try
        {
            var response = await next();
            // A handler that only writes has sent nothing yet; whether the key was used is decided before anything is stored.
            await unit.DecideAsync(cancellationToken);
            context.Answer = Answer.Of((IRequest<TResponse>)request, response);
            unit.StoreAnswer(context.Answer, (request as IStoreRequest)?.StoreId ?? StoreOf(request, response));
            return response;
        }
        catch (Replayed earlier)
        {
            context.Answer = earlier.Answer;
            context.IsReplay = true;
            return Read(earlier.Answer);
        }
    }

    private static Guid? StoreOf(TRequest request, TResponse response) =>
        Subject.Of(request, response).TryGetValue("storeId", out var store) ? store : null;

    // Only Unit has no body, and its default is its only value; every other answer was serialised from a TResponse. One of an
    // earlier release may lack a member that this one requires: the caller gets its bytes, for which nobody needs the object.
    private static TResponse Read(Answer answer)
    {
        try
        {
            return answer.Body.Length == 0 ? default! : JsonSerializer.Deserialize<TResponse>(answer.Body, Json.Options)!;
        }
        catch (JsonException)
        {
            return default!;
        }
    }
}
