using PosCommerce.Application.Common;
using PosCommerce.Application.Core.Ports;
using PosCommerce.Application.Identity;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Core's setting is held against the second factors that Identity keeps.</summary>
internal sealed class CoreSecondFactors(SecondFactorPolicy policy) : ISecondFactors
{
    public Deferred<bool> CallerHasOne() => policy.CallerHasOne();

    public void EndSessionsWithout() => policy.EndSessionsWithout();
}
