using MediatR;

namespace PosCommerce.Application.Common;

/// <summary>Changes something, in one transaction of a signed-in user's tenant.</summary>
public interface ICommand<out TResult> : IRequest<TResult>;

/// <summary>Reads something, in a read-only transaction of a signed-in user's tenant.</summary>
public interface IQuery<out TResult> : IRequest<TResult>;

/// <summary>Changes something before anyone is signed in. Opens its transactions itself (<see cref="IDb.InTransaction{T}"/>).</summary>
public interface IAnonymousCommand<out TResult> : IRequest<TResult>
{
    /// <summary>The tenant's slug as the request itself carries it (a refresh token does); null leaves it to host and header.</summary>
    string? TenantSlug => null;
}

/// <summary>
/// A signed-in user's command that works slowly between reading and writing. It opens short transactions itself
/// (<see cref="IDb.InTransaction{T}"/>), so that no connection waits for it.
/// </summary>
public interface IUnscoped<out TResult> : IRequest<TResult>;

/// <summary>The request names a store, which narrows the stores in scope to that one.</summary>
public interface IStoreRequest
{
    Guid? StoreId { get; }
}

/// <summary>Makes something new: answered with 201 and its location.</summary>
public interface ICreates;

/// <summary>Moves stock or money: an Idempotency-Key is required, so that a retry cannot do it twice.</summary>
public interface IExactlyOnce;

/// <summary>Changes a versioned resource: an If-Match header is required, so that an edit cannot overwrite another.</summary>
public interface IEdit;

public interface ICommandHandler<in TCommand, TResult> : IRequestHandler<TCommand, TResult>
    where TCommand : ICommand<TResult>;

public interface IQueryHandler<in TQuery, TResult> : IRequestHandler<TQuery, TResult>
    where TQuery : IQuery<TResult>;

public interface IAnonymousCommandHandler<in TCommand, TResult> : IRequestHandler<TCommand, TResult>
    where TCommand : IAnonymousCommand<TResult>;

public interface IUnscopedHandler<in TCommand, TResult> : IRequestHandler<TCommand, TResult>
    where TCommand : IUnscoped<TResult>;
