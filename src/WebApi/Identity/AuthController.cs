using MediatR;
using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Identity;

[Route("v1/auth")]
public sealed class AuthController : ApiController
{
    [HttpPost("sign-in"), Anonymous]
    public Task<ActionResult<Tokens>> SignIn(SignIn command, CancellationToken ct) => Send(command, ct);

    [HttpPost("refresh"), Anonymous]
    public Task<ActionResult<Tokens>> RefreshSession(RefreshSession command, CancellationToken ct) => Send(command, ct);

    [HttpPost("set-password"), Anonymous]
    public Task<ActionResult<Unit>> SetPassword(SetPassword command, CancellationToken ct) => Send(command, ct);

    [HttpPost("pin"), AtTerminal]
    public Task<ActionResult<Tokens>> SignInByPin(SignInByPin command, CancellationToken ct) => Send(command, ct);

    [HttpGet("pin/staff"), AtTerminal]
    public Task<ActionResult<Page<StaffMember>>> ListTerminalStaff([FromQuery] ListTerminalStaff query, CancellationToken ct) =>
        Send(query, ct);

    [HttpPost("sign-out"), SignedIn(IsForEnrolment = true)]
    public Task<ActionResult<Unit>> SignOut(CancellationToken ct) => Send(new SignOut(), ct);
}
