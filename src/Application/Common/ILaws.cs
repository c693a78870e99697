namespace PosCommerce.Application.Common;

/// <summary>Published by each context that keeps stock or money: the laws its books obey at every moment.</summary>
public interface ILaws
{
    Task<IReadOnlyList<LawFinding>> CheckAsync(CancellationToken ct);
}

/// <summary>One law, and what breaks it.</summary>
/// <param name="Law"><c>context.what_must_hold</c>.</param>
/// <param name="Statement">The law in a sentence.</param>
/// <param name="Violations">The first hundred rows that break it; empty when it holds.</param>
public sealed record LawFinding(string Law, string Statement, IReadOnlyList<LawViolation> Violations);

/// <param name="Subject">What is wrong, by its key.</param>
/// <param name="Expected">What the books say it should be.</param>
/// <param name="Actual">What it is.</param>
public sealed record LawViolation(string Subject, decimal Expected, decimal Actual);
