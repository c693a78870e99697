using MediatR;
using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Identity;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Identity;

[Route("v1/me")]
public sealed class MeController : ApiController
{
    [HttpGet, SignedIn(IsForEnrolment = true)]
    public Task<ActionResult<Me>> GetMe(CancellationToken ct) => Send(new GetMe(), ct);

    [HttpPost("password"), SignedIn]
    public Task<ActionResult<Unit>> ChangeMyPassword(ChangeMyPassword command, CancellationToken ct) => Send(command, ct);

    [HttpPost("pin"), SignedIn]
    public Task<ActionResult<Unit>> SetMyPin(SetMyPin command, CancellationToken ct) => Send(command, ct);

    [HttpPost("totp"), SignedIn(IsForEnrolment = true)]
    public Task<ActionResult<TotpEnrolment>> BeginTotp(BeginTotp command, CancellationToken ct) => Send(command, ct);

    [HttpPost("totp/confirm"), SignedIn(IsForEnrolment = true)]
    public Task<ActionResult<RecoveryCodes>> ConfirmTotp(ConfirmTotp command, CancellationToken ct) => Send(command, ct);

    [HttpPost("totp/verify"), SignedIn]
    public Task<ActionResult<Unit>> VerifyTotp(VerifyTotp command, CancellationToken ct) => Send(command, ct);

    [HttpPost("totp/recovery-codes"), SignedIn]
    public Task<ActionResult<RecoveryCodes>> ReplaceRecoveryCodes(ReplaceRecoveryCodes command, CancellationToken ct) => Send(command, ct);

    [HttpPost("totp/remove"), SignedIn]
    public Task<ActionResult<Unit>> RemoveTotp(RemoveTotp command, CancellationToken ct) => Send(command, ct);
}
