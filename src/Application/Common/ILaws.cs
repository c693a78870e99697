namespace PosCommerce.Application.Common;

/// <summary>
/// Published by each context that keeps stock or money: the laws its books obey at every moment. What was proven is sealed, run
/// by run, so that a proof looks at what is new and not at everything that ever was.
/// </summary>
public interface ILaws
{
    /// <summary>
    /// Proves what is not sealed yet, what was broken when it was proven last, and a few sealed runs, others with each call.
    /// </summary>
    Task<LawReport> CheckAsync(CancellationToken ct);

    /// <summary>Proves and seals some of what is final, in the transaction that is open; false when nothing was left.</summary>
    Task<bool> SealAsync(CancellationToken ct);

    /// <summary>
    /// Proves some of the sealed past anew that was last proven before <paramref name="since"/>, in the transaction that is
    /// open. What it finds broken, every later check proves again, and tells.
    /// </summary>
    Task<ProofStep> ProveAsync(DateTimeOffset since, CancellationToken ct);
}

/// <summary>Some of the past was proven anew.</summary>
/// <param name="Proven">How many runs and sums that were.</param>
/// <param name="Left">How many were last proven before, still.</param>
public sealed record ProofStep(int Proven, int Left);

/// <param name="ProvenSince">All that is sealed was proven then or later; null when nothing is.</param>
public sealed record LawReport(IReadOnlyList<LawFinding> Findings, DateTimeOffset? ProvenSince);

/// <summary>One law, and what breaks it.</summary>
/// <param name="Law"><c>context.what_must_hold</c>.</param>
/// <param name="Statement">The law in a sentence.</param>
/// <param name="Violations">The first hundred rows that break it; empty when it holds.</param>
public sealed record LawFinding(string Law, string Statement, IReadOnlyList<LawViolation> Violations);

/// <param name="Subject">What is wrong, by its key.</param>
/// <param name="Expected">What the books say it should be.</param>
/// <param name="Actual">What it is.</param>
public sealed record LawViolation(string Subject, decimal Expected, decimal Actual);
