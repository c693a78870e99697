using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Identity;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Identity;

[Route("v1/me")]
public sealed class MeController : ApiController
{
    [HttpGet, SignedIn]
    public Task<ActionResult<Me>> GetMe(CancellationToken ct) => Send(new GetMe(), ct);
}
