using MediatR;

namespace PosCommerce.Application.Common;

/// <summary>Changes something, in one transaction of the caller's tenant.</summary>
public interface ICommand<out TResult> : IRequest<TResult>;

/// <summary>Reads something, in a read-only transaction of the caller's tenant.</summary>
public interface IQuery<out TResult> : IRequest<TResult>;

/// <summary>Changes something before anyone is known. Opens its transactions itself (<see cref="IDb.InTransaction{T}"/>).</summary>
public interface IAnonymousCommand<out TResult> : IRequest<TResult>
{
    /// <summary>The tenant's slug as the request itself carries it (a refresh token does); null leaves it to host and header.</summary>
    string? TenantSlug => null;
}

/// <summary>
/// A known caller's command that works slowly between reading and writing. It opens short transactions itself
/// (<see cref="IDb.InTransaction{T}"/>), so that no connection waits for it.
/// </summary>
public interface IUnscoped<out TResult> : IRequest<TResult>;

/// <summary>An anonymous command that concerns no tenant: an operator of the platform signs in.</summary>
public interface ITenantless;

/// <summary>An operator's request about one tenant, which is entered for it.</summary>
public interface ITenantRequest
{
    Guid? TenantId { get; }
}

/// <summary>The request names a store, which narrows the stores in scope to that one.</summary>
public interface IStoreRequest
{
    Guid? StoreId { get; }
}

/// <summary>The request names a terminal: a session that is bound to another one is refused.</summary>
public interface ITerminalRequest
{
    Guid? TerminalId { get; }
}

/// <summary>Makes something new: answered with 201 and its location.</summary>
public interface ICreates;

/// <summary>Asks for work that is done later: answered with 202 and where to see how far it is.</summary>
public interface IAsksForWork;

/// <summary>
/// Everything that it reads stands as of one moment, however many statements that takes. What it writes must not have been written by
/// another since: then it is run again.
/// </summary>
public interface IOneMoment;

/// <summary>Moves stock or money: an Idempotency-Key is required, so that a retry cannot do it twice.</summary>
public interface IExactlyOnce;

/// <summary>Changes a versioned resource: an If-Match header is required, so that an edit cannot overwrite another.</summary>
public interface IEdit;

/// <summary>
/// The answer holds a secret that is shown once. An Idempotency-Key is refused: replaying the answer would mean to store it.
/// </summary>
public interface IShownOnce;

/// <summary>
/// The request holds something that can be guessed: a password, a PIN, a code. Not even its hash is kept, because a fast one
/// gives it away to whoever tries all there are.
/// </summary>
public interface IHoldsSecret;

/// <summary>This member is the body of the request as a whole; the others are in its address.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WholeBodyAttribute : Attribute;

public interface ICommandHandler<in TCommand, TResult> : IRequestHandler<TCommand, TResult>
    where TCommand : ICommand<TResult>;

public interface IQueryHandler<in TQuery, TResult> : IRequestHandler<TQuery, TResult>
    where TQuery : IQuery<TResult>;

public interface IAnonymousCommandHandler<in TCommand, TResult> : IRequestHandler<TCommand, TResult>
    where TCommand : IAnonymousCommand<TResult>;

public interface IUnscopedHandler<in TCommand, TResult> : IRequestHandler<TCommand, TResult>
    where TCommand : IUnscoped<TResult>;
