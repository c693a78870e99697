using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Published by Identity: what people and machines are called now, those that may do nothing any more too.</summary>
public sealed class ActorNames(IDb db)
{
    private const string FindSql = """
        select user_id as id, name
          from identity.user_account
         where tenant_id = @tenant
           and user_id = any (@Ids)
         union all
        select api_key_id, name
          from identity.api_key
         where tenant_id = @tenant
           and api_key_id = any (@Ids)
        """;

    public Deferred<ActorName> Find(IReadOnlyList<Guid> ids) => db.Defer<ActorName>(FindSql, new { Ids = ids.ToArray() });
}

public sealed record ActorName(Guid Id, string Name);
