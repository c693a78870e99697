using MediatR;
using Microsoft.AspNetCore.Mvc;
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

    [HttpPost("sign-out"), SignedIn]
    public Task<ActionResult<Unit>> SignOut(CancellationToken ct) => Send(new SignOut(), ct);
}
