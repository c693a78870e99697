namespace PosCommerce.Infrastructure.Database;

/// <summary>Says whether the database can serve requests now.</summary>
public interface IReadiness
{
    /// <summary>What is in the way, in words for the log; null when nothing is.</summary>
    Task<string?> ProblemAsync(CancellationToken ct);
}
