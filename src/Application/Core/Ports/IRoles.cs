using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core.Ports;

/// <summary>The roles that limits can be set for.</summary>
public interface IRoles
{
    /// <summary>Which of these codes are those of roles in use.</summary>
    Deferred<string> Known(IReadOnlyList<string> codes);
}
