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
    public Task<ActionResult<Terminal>> GetTerminal(Guid terminalId, CancellationToken ct) => Send(new GetTerminal(terminalId), ct);

    [HttpPost, RequiresPermission(Permissions.Core.ManageTerminals)]
    public Task<ActionResult<Terminal>> CreateTerminal(CreateTerminal command, CancellationToken ct) => Send(command, ct);

    [HttpPut("{terminalId:guid}"), RequiresPermission(Permissions.Core.ManageTerminals)]
    public Task<ActionResult<Terminal>> ChangeTerminal(Guid terminalId, TerminalNames body, CancellationToken ct) => Send(new ChangeTerminal(terminalId, body.Code, body.Name), ct);

    [HttpPost("{terminalId:guid}/archive"), RequiresPermission(Permissions.Core.ManageTerminals)]
    public Task<ActionResult<Terminal>> ArchiveTerminal(Guid terminalId, CancellationToken ct) => Send(new ArchiveTerminal(terminalId), ct);

    [HttpPost("{terminalId:guid}/pairing-codes"), RequiresPermission(Permissions.Core.ManageTerminals)]
    public Task<ActionResult<PairingCode>> MakePairingCode(Guid terminalId, CancellationToken ct) => Send(new MakePairingCode(terminalId), ct);

    [HttpPost("{terminalId:guid}/unpair"), RequiresPermission(Permissions.Core.ManageTerminals)]
    public Task<ActionResult<Terminal>> UnpairTerminal(Guid terminalId, CancellationToken ct) => Send(new UnpairTerminal(terminalId), ct);

    [HttpPost("pair"), Anonymous]
    public Task<ActionResult<PairedTerminal>> PairTerminal(PairTerminal command, CancellationToken ct) => Send(command, ct);
}

/// <param name="Code">Short name, printed in document numbers from now on.</param>
public sealed record TerminalNames(string Code, string Name);
