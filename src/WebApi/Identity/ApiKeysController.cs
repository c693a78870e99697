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
    public Task<ActionResult<ApiKey>> GetApiKey(Guid keyId, CancellationToken ct) => Send(new GetApiKey(keyId), ct);

    // A machine would leave its own networks and its own end behind by a key that it makes itself.
    [HttpPost, RequiresPermission(Permissions.Identity.ManageApiKeys, IsRisky = true, IsForPeople = true)]
    public Task<ActionResult<IssuedApiKey>> CreateApiKey(CreateApiKey command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{keyId:guid}/rotate"), RequiresPermission(Permissions.Identity.ManageApiKeys, IsRisky = true)]
    public Task<ActionResult<IssuedApiKey>> RotateApiKey(Guid keyId, Overlap body, CancellationToken ct) => Send(new RotateApiKey(keyId, body.OverlapMinutes), ct);

    [HttpPost("{keyId:guid}/revoke"), RequiresPermission(Permissions.Identity.ManageApiKeys)]
    public Task<ActionResult<ApiKey>> RevokeApiKey(Guid keyId, CancellationToken ct) => Send(new RevokeApiKey(keyId), ct);
}

/// <param name="OverlapMinutes">How long the old secret still works; 0 ends it at once.</param>
public sealed record Overlap(int OverlapMinutes);
