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
    public Task<ActionResult<Store>> GetStore(Guid storeId, CancellationToken ct) => Send(new GetStore(storeId), ct);

    [HttpPost, RequiresPermission(Permissions.Core.ManageStores)]
    public Task<ActionResult<Store>> CreateStore(StoreDetails body, CancellationToken ct) => Send(new CreateStore(body), ct);

    [HttpPut("{storeId:guid}"), RequiresPermission(Permissions.Core.ManageStores)]
    public Task<ActionResult<Store>> ChangeStore(Guid storeId, StoreDetails body, CancellationToken ct) => Send(new ChangeStore(storeId, body), ct);

    [HttpPost("{storeId:guid}/archive"), RequiresPermission(Permissions.Core.ManageStores)]
    public Task<ActionResult<Store>> ArchiveStore(Guid storeId, CancellationToken ct) => Send(new ArchiveStore(storeId), ct);

    [HttpPost("{storeId:guid}/restore"), RequiresPermission(Permissions.Core.ManageStores)]
    public Task<ActionResult<Store>> RestoreStore(Guid storeId, CancellationToken ct) => Send(new RestoreStore(storeId), ct);
}
