using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Users: how one is read, held still, and what several use cases write of them.</summary>
internal sealed class Users(IDb db, TimeProvider clock)
{
    public const string Columns = """
        select u.user_id, u.email, u.name, u.disabled_at is not null as is_disabled, u.password_hash is not null as has_password,
               exists (select from identity.pin as p where p.tenant_id = @tenant and p.user_id = u.user_id
                   and p.pin_hash is not null) as has_pin,
               u.second_factor_since is not null as has_second_factor, u.created_at, u.version
        """;

    public const string Source = """

          from identity.user_account as u
         where u.tenant_id = @tenant
        """;

    private const string FindSql =
        Columns
        + Source
        + """

               and u.user_id = @UserId
            """;

    // Locked: what is decided about somebody must not be overtaken by another decision.
    private const string LockSql = """
        select user_id
          from identity.user_account
         where tenant_id = @tenant
           and user_id = @UserId
           for update
        """;

    private const string AddSql = """
        insert into identity.user_account (user_id, email, name, created_at)
        values (@UserId, @Email, @Name, @Now)
        """;

    private const string SaveSql = """
        update identity.user_account
           set email = @Email,
               name = @Name,
               disabled_at = @DisabledAt,
               version = version + 1
         where tenant_id = @tenant
           and user_id = @UserId
        """;

    private const string SetPinSql = """
        insert into identity.pin (user_id, pin_hash, set_at, set_by)
        values (@UserId, @PinHash, @Now, @SetBy)
            on conflict (tenant_id, user_id) do update
           set pin_hash = excluded.pin_hash,
               set_at = excluded.set_at,
               set_by = excluded.set_by
        """;

    private const string TouchSql = """
        update identity.user_account
           set version = version + 1
         where tenant_id = @tenant
           and user_id = @UserId
        """;

    /// <summary>One user, queued; none when there is none.</summary>
    public Deferred<User> Find(Guid userId) => db.Defer<User>(FindSql, new { UserId = userId });

    public Task<User?> FindAsync(Guid userId, CancellationToken ct) => Find(userId).SingleOrDefaultAsync(ct);

    /// <summary>One user, held still until this transaction ends; null when there is none.</summary>
    public Task<User?> LockAsync(Guid userId, CancellationToken ct)
    {
        db.Lock(LockSql, new { UserId = userId });
        return FindAsync(userId, ct);
    }

    /// <summary>Queues a new user and answers it as it will stand.</summary>
    public User Add(string email, string name)
    {
        var now = clock.GetUtcNow();
        var user = new User(
            Ids.New(),
            email,
            name,
            IsDisabled: false,
            HasPassword: false,
            HasPin: false,
            HasSecondFactor: false,
            now,
            Version: 1
        );
        db.Enqueue(
                AddSql,
                new
                {
                    user.UserId,
                    user.Email,
                    user.Name,
                    Now = now,
                }
            )
            .OnConstraint("user_account_email_is_taken", IdentityErrors.EmailTaken);
        return user;
    }

    /// <summary>Queues what a locked user becomes, keeps the change in the audit entry and answers it as it will stand.</summary>
    public User Save(User before, User after)
    {
        db.Changes(before, after);
        db.Enqueue(
                SaveSql,
                new
                {
                    after.UserId,
                    after.Email,
                    after.Name,
                    DisabledAt = after.IsDisabled ? clock.GetUtcNow() : (DateTimeOffset?)null,
                }
            )
            .OnConstraint("user_account_email_is_taken", IdentityErrors.EmailTaken);
        return after with { Version = before.Version + 1 };
    }

    /// <summary>Queues a new PIN, or for null that there is none.</summary>
    public void SetPin(Guid userId, string? pinHash, Guid setBy)
    {
        db.Enqueue(
            SetPinSql,
            new
            {
                UserId = userId,
                PinHash = pinHash,
                Now = clock.GetUtcNow(),
                SetBy = setBy,
            }
        );
        Touch(userId);
    }

    /// <summary>
    /// Queues that something has changed which a user is shown with, though it is kept elsewhere: the version by which they are
    /// cached and edited counts that, too.
    /// </summary>
    public void Touch(Guid userId) => db.Enqueue(TouchSql, new { UserId = userId });
}
