using PosCommerce.Application.Common;

namespace PosCommerce.Application.Operations;

/// <summary>
/// Checks the laws of stock and money over the caller's stores, now, against the books themselves: all that is new, and a few
/// of the sealed runs of the past.
/// </summary>
public sealed record GetIntegrity : IQuery<Integrity>;

/// <param name="Holds">No law is broken.</param>
/// <param name="ProvenSince">All of the past was proven in full then or later; absent while nothing of it is sealed.</param>
public sealed record Integrity(bool Holds, IReadOnlyList<LawFinding> Laws, DateTimeOffset? ProvenSince);

internal sealed class GetIntegrityHandler(IEnumerable<ILaws> books) : IQueryHandler<GetIntegrity, Integrity>
{
    public async Task<Integrity> Handle(GetIntegrity query, CancellationToken ct)
    {
        List<LawReport> reports = [];
        foreach (var laws in books)
            reports.Add(await laws.CheckAsync(ct));
        List<LawFinding> findings = [.. reports.SelectMany(r => r.Findings).OrderBy(f => f.Law, StringComparer.Ordinal)];
        return new Integrity(findings.TrueForAll(f => f.Violations.Count == 0), findings, reports.Min(r => r.ProvenSince));
    }
}
