using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Catalog;

[Route("v1")]
public sealed class CodesController : ApiController
{
    [HttpGet("scan"), RequiresPermission(Permissions.Catalog.Read)]
    public Task<ActionResult<ScannedArticle>> ScanCode([FromQuery] ScanCode query, CancellationToken ct) => Send(query, ct);

    [HttpGet("code-patterns"), RequiresPermission(Permissions.Catalog.Read)]
    public Task<ActionResult<CurrentCodePatterns>> GetCodePatterns(CancellationToken ct) => Send(new GetCodePatterns(), ct);

    [HttpPut("code-patterns"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<CurrentCodePatterns>> ChangeCodePatterns(ChangeCodePatterns command, CancellationToken ct) =>
        Send(command, ct);

    [HttpGet("code-pattern-presets"), RequiresPermission(Permissions.Catalog.Read)]
    public Task<ActionResult<Page<CountryCodePatterns>>> ListCodePatternPresets(
        [FromQuery] ListCodePatternPresets query,
        CancellationToken ct
    ) => Send(query, ct);
}
