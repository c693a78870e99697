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

    [HttpGet("{apiKeyId:guid}"), RequiresPermission(Permissions.Identity.ManageApiKeys)]
    public Task<ActionResult<ApiKey>> GetApiKey(Guid apiKeyId, CancellationToken ct) => Send(new GetApiKey(apiKeyId), ct);

    [HttpPost, RequiresPermission(Permissions.Identity.ManageApiKeys, IsRisky = true)]
    public Task<ActionResult<IssuedApiKey>> CreateApiKey(CreateApiKey command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{apiKeyId:guid}/rotate"), RequiresPermission(Permissions.Identity.ManageApiKeys, IsRisky = true)]
    public Task<ActionResult<IssuedApiKey>> RotateApiKey(Guid apiKeyId, Overlap body, CancellationToken ct) => Send(new RotateApiKey(apiKeyId, body.OverlapMinutes), ct);

    [HttpPost("{apiKeyId:guid}/revoke"), RequiresPermission(Permissions.Identity.ManageApiKeys)]
    public Task<ActionResult<ApiKey>> RevokeApiKey(Guid apiKeyId, CancellationToken ct) => Send(new RevokeApiKey(apiKeyId), ct);
}

/// <param name="OverlapMinutes">How long the old secret still works; 0 ends it at once.</param>
public sealed record Overlap(int OverlapMinutes);
