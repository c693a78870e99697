using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Core;

[Route("v1/terminals")]
public sealed class TerminalsController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Core.Read)]
    public Task<ActionResult<Page<ListedTerminal>>> ListTerminals([FromQuery] ListTerminals query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{terminalId:guid}"), RequiresPermission(Permissions.Core.Read)]
    public Task<ActionResult<Terminal>> GetTerminal([FromRoute] GetTerminal query, CancellationToken ct) => Send(query, ct);

    [HttpPost, RequiresPermission(Permissions.Core.ManageTerminals)]
    public Task<ActionResult<Terminal>> CreateTerminal(CreateTerminal command, CancellationToken ct) => Send(command, ct);

    [HttpPut("{terminalId:guid}"), RequiresPermission(Permissions.Core.ManageTerminals)]
    public Task<ActionResult<Terminal>> ChangeTerminal(ChangeTerminal command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{terminalId:guid}/archive"), RequiresPermission(Permissions.Core.ManageTerminals)]
    public Task<ActionResult<Terminal>> ArchiveTerminal([FromRoute] ArchiveTerminal command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{terminalId:guid}/pairing-codes"), RequiresPermission(Permissions.Core.ManageTerminals)]
    public Task<ActionResult<PairingCode>> MakePairingCode([FromRoute] MakePairingCode command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{terminalId:guid}/unpair"), RequiresPermission(Permissions.Core.ManageTerminals)]
    public Task<ActionResult<Terminal>> UnpairTerminal([FromRoute] UnpairTerminal command, CancellationToken ct) => Send(command, ct);

    [HttpPost("pair"), Anonymous]
    public Task<ActionResult<PairedTerminal>> PairTerminal(PairTerminal command, CancellationToken ct) => Send(command, ct);
}
