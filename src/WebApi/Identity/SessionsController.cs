using MediatR;
using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Identity;

[Route("v1/sessions")]
public sealed class SessionsController : ApiController
{
    [HttpGet, SignedIn]
    public Task<ActionResult<Page<SessionInfo>>> ListMySessions([FromQuery] ListMySessions query, CancellationToken ct) => Send(query, ct);

    [HttpPost("{sessionId:guid}/end"), SignedIn]
    public Task<ActionResult<Unit>> EndMySession([FromRoute] EndMySession command, CancellationToken ct) => Send(command, ct);

    [HttpPost("end-others"), SignedIn]
    public Task<ActionResult<Unit>> EndMyOtherSessions(CancellationToken ct) => Send(new EndMyOtherSessions(), ct);
}
