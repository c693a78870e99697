using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Common;

/// <summary>
/// The transaction of a request as the pipeline drives it. Nothing is sent by declaring: begin, enter and the claim of
/// the key travel with the handler's first statement, and are decided on before its rows are seen.
/// </summary>
public interface IUnitOfWork
{
    /// <summary>Starts over, forgetting whatever an earlier attempt queued.</summary>
    /// <param name="isOfOneMoment">Everything that is read stands as of its first statement.</param>
    void Begin(Access access, bool isOfOneMoment = false);

    /// <summary>What the route declares; the database decides whether the caller has it.</summary>
    void Require(RouteAccess access);

    /// <summary>Narrows the stores in scope to the one that the request names.</summary>
    void Narrow(Guid storeId);

    /// <summary>Claims the request's key for its client.</summary>
    void Claim(ActKey key);

    /// <summary>Has the database decide on what was declared so far: session, permission, key, store.</summary>
    Task DecideAsync(CancellationToken ct);

    /// <summary>Stores the answer under the claimed key, to be replayed to a retry.</summary>
    /// <param name="storeId">Where it happened: it is replayed to nobody who does not see that store.</param>
    /// <exception cref="Refused">The act was done before, where the caller does not see.</exception>
    void StoreAnswer(Answer answer, Guid? storeId);

    /// <summary>Says of the job for which this act is done that it is done, or with what it goes on.</summary>
    void FinishJob(JobDone done);

    /// <summary>Leaves the audit entry of this act.</summary>
    void Audit(AuditEntry entry);

    /// <summary>
    /// Leaves the audit entry of an act that was denied, and the challenge with which it may be done after all, in a
    /// transaction of their own.
    /// </summary>
    Task AuditDenialAsync(AuditEntry entry, Challenge? challenge);

    /// <summary>Sends what is queued and commits. A cancelled request does not reach it.</summary>
    Task CommitAsync();

    /// <summary>Ends the transaction without effect.</summary>
    ValueTask RollbackAsync();
}

/// <summary>The key of an act, and what it is held against.</summary>
/// <param name="StoreId">The store that the request names.</param>
/// <param name="RequestHash">SHA-256 of route and canonical request.</param>
public sealed record ActKey(string Key, ActClient Client, Guid? StoreId, byte[] RequestHash);

/// <summary>The client that makes an act, whose keys are its own whoever is signed in there.</summary>
/// <param name="Kind">As <c>app.idempotency_key</c> names it.</param>
/// <param name="Id">Null where there is one of the kind in a tenant, and for a terminal that tells by entering which it is.</param>
/// <param name="NamesTerminal">The request names its terminal, so it is the same act nowhere else.</param>
public sealed record ActClient(string Kind, Guid? Id = null, bool NamesTerminal = false);

/// <summary>Who did what to what, with which outcome. Never the request itself: it may hold secrets.</summary>
/// <param name="Act">The use case's name.</param>
/// <param name="Subject">The ids that request and result declare.</param>
/// <param name="SubjectId">Which of them the act is mostly about.</param>
/// <param name="RequestHash">SHA-256 of route and canonical request.</param>
/// <param name="IsRefused">The act was refused, and the refusal is kept as a fact.</param>
public sealed record AuditEntry(string Act, IReadOnlyDictionary<string, Guid> Subject, Guid? SubjectId, byte[] RequestHash, bool IsRefused);

/// <summary>The stored answer to an earlier request with the same key. Ends the handler; the pipeline answers with it.</summary>
public sealed class Replayed(Answer answer) : Exception("The request was answered before.")
{
    public Answer Answer { get; } = answer;
}

/// <summary>The database could not do it now; the same request may succeed when it is run again.</summary>
/// <param name="isOutcomeUnknown">The connection was lost while committing: it may have happened.</param>
public sealed class DatabaseUnavailable(string message, bool isOutcomeUnknown, Exception cause) : Exception(message, cause)
{
    public bool IsOutcomeUnknown { get; } = isOutcomeUnknown;
}
