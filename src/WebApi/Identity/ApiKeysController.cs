using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Identity;

[Route("v1/api-keys")]
public sealed class ApiKeysController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Identity.ManageApiKeys)]
    public Task<ActionResult<Page<ApiKey>>> ListApiKeys([FromQuery] ListApiKeys query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{keyId:guid}"), RequiresPermission(Permissions.Identity.ManageApiKeys)]
    public Task<ActionResult<ApiKey>> GetApiKey([FromRoute] GetApiKey query, CancellationToken ct) => Send(query, ct);

    // A machine would leave its own networks and its own end behind by a key that it makes itself.
    [HttpPost, RequiresPermission(Permissions.Identity.ManageApiKeys, IsRisky = true, IsForPeople = true)]
    public Task<ActionResult<IssuedApiKey>> CreateApiKey(CreateApiKey command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{keyId:guid}/rotate"), RequiresPermission(Permissions.Identity.ManageApiKeys, IsRisky = true)]
    public Task<ActionResult<IssuedApiKey>> RotateApiKey(RotateApiKey command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{keyId:guid}/revoke"), RequiresPermission(Permissions.Identity.ManageApiKeys)]
    public Task<ActionResult<ApiKey>> RevokeApiKey([FromRoute] RevokeApiKey command, CancellationToken ct) => Send(command, ct);
}
