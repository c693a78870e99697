using PosCommerce.Application.Common;
using PosCommerce.Application.Core.Ports;
using PosCommerce.Application.Identity;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Core's settings are held against the roles and second factors that Identity keeps.</summary>
internal sealed class CorePeople(RoleCodes roles, SecondFactorPolicy policy) : IPeople
{
    public Deferred<string> KnownRoles(IReadOnlyList<string> codes) => roles.Known(codes);

    public Deferred<bool> CallerHasSecondFactor() => policy.CallerHasOne();

    public void EndSessionsWithoutSecondFactor() => policy.EndSessionsWithout();
}
