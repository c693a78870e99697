namespace PosCommerce.Application.Common;

/// <summary>Published by each context that keeps what nothing looks at after a while: it is no history, that is in the audit log.</summary>
public interface ITidy
{
    /// <summary>Deletes what is forgotten, and answers how much; <paramref name="atMost"/> or more means that there may be more.</summary>
    Task<int> TidyAsync(int atMost, CancellationToken ct);
}
