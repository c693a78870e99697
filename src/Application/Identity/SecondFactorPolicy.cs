using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Published by Identity: what becomes of people without a second factor when the merchant asks everybody for one.</summary>
public sealed class SecondFactorPolicy(IDb db, RequestContext context, TimeProvider clock)
{
    private const string HasOneSql = """
        select second_factor_since is not null
          from identity.user_account
         where tenant_id = @tenant
           and user_id = @UserId
        """;

    // Sessions at a till stand on the till and a PIN, which are two factors already.
    private const string EndSql = """
        update identity.session as s
           set ended_at = @Now,
               end_reason = 'second factor required'
          from identity.user_account as u
         where s.tenant_id = @tenant
           and u.tenant_id = @tenant
           and u.user_id = s.user_id
           and u.second_factor_since is null
           and s.terminal_id is null
           and s.ended_at is null
        """;

    // Whoever is just signing in holds their own row while they look up whether one is asked for: here that is waited for, and
    // their session ends with the others.
    private const string LockSql = """
        select user_id
          from identity.user_account
         where tenant_id = @tenant
           and second_factor_since is null
         order by user_id
           for no key update
        """;

    public Deferred<bool> CallerHasOne() => db.Defer<bool>(HasOneSql, new { UserId = context.ActorId });

    public void EndSessionsWithout()
    {
        db.Lock(LockSql);
        db.Enqueue(EndSql, new { Now = clock.GetUtcNow() });
    }
}
