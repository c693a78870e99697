using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Identity's sessions at terminals stand and fall with the enrolment that Core keeps.</summary>
internal sealed class IdentityTerminals(TerminalUses uses) : ITerminals
{
    public void Seen(Guid credentialId) => uses.Seen(credentialId);

    public Deferred<bool> IsEnrolled(Guid credentialId) => uses.IsEnrolled(credentialId);
}
