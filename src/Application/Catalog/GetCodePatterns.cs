using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Shows how the merchant's in-store numbers are made up.</summary>
public sealed record GetCodePatterns : IQuery<CurrentCodePatterns>;

internal sealed class GetCodePatternsHandler(CodePatterns patterns) : IQueryHandler<GetCodePatterns, CurrentCodePatterns>
{
    public Task<CurrentCodePatterns> Handle(GetCodePatterns query, CancellationToken ct) => patterns.CurrentAsync(ct);
}
