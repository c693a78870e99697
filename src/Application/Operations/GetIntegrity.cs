using PosCommerce.Application.Common;

namespace PosCommerce.Application.Operations;

/// <summary>Checks the laws of stock and money over the caller's stores, now, against the books themselves.</summary>
public sealed record GetIntegrity : IQuery<Integrity>;

/// <param name="Holds">No law is broken.</param>
public sealed record Integrity(bool Holds, IReadOnlyList<LawFinding> Laws);

internal sealed class GetIntegrityHandler(IEnumerable<ILaws> books) : IQueryHandler<GetIntegrity, Integrity>
{
    public async Task<Integrity> Handle(GetIntegrity query, CancellationToken ct)
    {
        List<LawFinding> findings = [];
        foreach (var laws in books)
            findings.AddRange(await laws.CheckAsync(ct));
        return new Integrity(findings.TrueForAll(f => f.Violations.Count == 0), [.. findings.OrderBy(f => f.Law, StringComparer.Ordinal)]);
    }
}
