using PosCommerce.Application.Platform.Ports;

namespace PosCommerce.Infrastructure.Security;

/// <summary>Operators' passwords go through the same gate as everybody's, their tokens are signed with the same keys.</summary>
internal sealed class OperatorCredentials(PasswordHasher passwords, AccessTokens tokens) : IOperatorCredentials
{
    public async Task<bool> IsRightAsync(string password, string? hash, CancellationToken ct) =>
        (await passwords.CheckAsync(password, hash, ct)).IsRight;

    public string Issue(Guid operatorId, Guid sessionId, TimeSpan lifetime) => tokens.IssueForOperator(operatorId, sessionId, lifetime);
}
