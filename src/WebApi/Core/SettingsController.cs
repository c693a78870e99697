using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Core;

[Route("v1/settings")]
public sealed class SettingsController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Core.Read)]
    public Task<ActionResult<CurrentSettings>> GetSettings(CancellationToken ct) => Send(new GetSettings(), ct);

    [HttpPut, RequiresPermission(Permissions.Core.ManageSettings, IsRisky = true)]
    public Task<ActionResult<CurrentSettings>> ChangeSettings(ChangeSettings command, CancellationToken ct) => Send(command, ct);

    [HttpGet("history"), RequiresPermission(Permissions.Core.Read)]
    public Task<ActionResult<Page<CurrentSettings>>> ListSettingsHistory([FromQuery] ListSettingsHistory query, CancellationToken ct) =>
        Send(query, ct);
}
