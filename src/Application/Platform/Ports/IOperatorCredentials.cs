namespace PosCommerce.Application.Platform.Ports;

/// <summary>Checks operators' passwords and issues their tokens.</summary>
public interface IOperatorCredentials
{
    /// <summary>Does the password belong to the hash? Without a hash the same work is done and the answer is no.</summary>
    Task<bool> IsRightAsync(string password, string? hash, CancellationToken ct);

    /// <summary>The bearer token of an operator's session.</summary>
    string Issue(Guid operatorId, Guid sessionId, TimeSpan lifetime);
}
