using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Published by Core: what stores and tills are called now, archived ones too.</summary>
public sealed class PlaceNames(IDb db)
{
    private const string StoresSql = """
        select store_id as id, code, name
          from core.store
         where tenant_id = @tenant
           and store_id = any (@Ids)
        """;

    private const string TerminalsSql = """
        select terminal_id as id, code, name
          from core.terminal
         where tenant_id = @tenant
           and terminal_id = any (@Ids)
        """;

    public Deferred<PlaceName> Stores(IReadOnlyList<Guid> ids) => db.Defer<PlaceName>(StoresSql, new { Ids = ids.ToArray() });

    public Deferred<PlaceName> Terminals(IReadOnlyList<Guid> ids) => db.Defer<PlaceName>(TerminalsSql, new { Ids = ids.ToArray() });
}

public sealed record PlaceName(Guid Id, string Code, string Name);
