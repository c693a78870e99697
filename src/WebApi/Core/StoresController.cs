using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Core;

[Route("v1/stores")]
public sealed class StoresController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Core.Read)]
    public Task<ActionResult<Page<Store>>> ListStores([FromQuery] ListStores query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{storeId:guid}"), RequiresPermission(Permissions.Core.Read)]
    public Task<ActionResult<Store>> GetStore([FromRoute] GetStore query, CancellationToken ct) => Send(query, ct);

    [HttpPost, RequiresPermission(Permissions.Core.ManageStores)]
    public Task<ActionResult<Store>> CreateStore(CreateStore command, CancellationToken ct) => Send(command, ct);

    [HttpPut("{storeId:guid}"), RequiresPermission(Permissions.Core.ManageStores)]
    public Task<ActionResult<Store>> ChangeStore(ChangeStore command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{storeId:guid}/archive"), RequiresPermission(Permissions.Core.ManageStores)]
    public Task<ActionResult<Store>> ArchiveStore([FromRoute] ArchiveStore command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{storeId:guid}/restore"), RequiresPermission(Permissions.Core.ManageStores)]
    public Task<ActionResult<Store>> RestoreStore([FromRoute] RestoreStore command, CancellationToken ct) => Send(command, ct);
}
