using Npgsql;
using PosCommerce.Infrastructure.Security;

namespace PosCommerce.Local;

/// <summary>What can be tried in the demo shops as they are now: whatever was done to them, something is served.</summary>
/// <param name="Accounts">Everybody whom the demo data made, by the address that they sign in with today.</param>
/// <param name="Sale">A basket that one of them can sell; null when there is none.</param>
/// <param name="WhyNoSale">Said when there is no sale.</param>
internal sealed record DemoShop(IReadOnlyList<DemoAccount> Accounts, SampleSale? Sale, string WhyNoSale)
{
    private const string AccountsSql = """
        select 'tenant ' || made.slug, u.email, t.suspended_at is not null, u.disabled_at is not null,
               u.password_hash, u.second_factor_since is not null,
               coalesce((select (s.settings ->> 'requireSecondFactor')::boolean
                           from core.settings as s
                          where s.tenant_id = t.tenant_id
                          order by s.version desc
                          limit 1), false),
               u.user_id
          from unnest(array['demo', 'rival']) with ordinality as made (slug, place)
         cross join unnest(array['admin', 'manager', 'cashier']) with ordinality as held (role, rank)
          join identity.tenant as t on t.tenant_id = app.seed_id('tenant/' || made.slug)
          join identity.user_account as u on u.tenant_id = t.tenant_id and u.user_id = app.seed_id('user/' || made.slug || '/' || held.role)
         order by place, rank
        """;

    private const string OperatorSql = """
        select 'platform', email, false, disabled_at is not null, password_hash, false, false, operator_id
          from platform.operator
         where operator_id = app.seed_id('operator/demo')
        """;

    // A cashier first: the less somebody may, the more the example shows. What the shop sells is taken as the till would take it.
    private const string SaleSql = """
        select u.email, s.store_id, m.terminal_id, b.barcode, price.amount
          from unnest($1::uuid[]) with ordinality as able (user_id, rank)
          join identity.user_account as u on u.tenant_id = app.seed_id('tenant/demo') and u.user_id = able.user_id
          join core.store as s on s.tenant_id = u.tenant_id and s.archived_at is null
          join core.terminal as m on m.tenant_id = s.tenant_id and m.store_id = s.store_id and m.archived_at is null
          join inventory.stock_level as l on l.tenant_id = s.tenant_id and l.store_id = s.store_id and l.on_hand >= $2
          join catalog.variant as v on v.tenant_id = l.tenant_id and v.variant_id = l.variant_id
                                   and v.archived_at is null
          join pricing.price_list as base on base.tenant_id = s.tenant_id and base.currency = s.currency and base.is_base
          join pricing.price as price on price.tenant_id = v.tenant_id and price.variant_id = v.variant_id and price.price_list_id = base.price_list_id
                                 and price.minimum_quantity = 0 and price.valid_from <= now() and price.valid_until > now()
          join catalog.product as p on p.tenant_id = v.tenant_id and p.product_id = v.product_id and p.archived_at is null
          join catalog.barcode as b on b.tenant_id = v.tenant_id and b.variant_id = v.variant_id
         where app.user_holds(u.tenant_id, u.user_id, 'sales.create', s.store_id)
           -- What another list may price costs the till something else.
           and not exists (select
                             from pricing.price as other
                            where other.tenant_id = v.tenant_id and other.variant_id = v.variant_id
                              and other.price_list_id <> price.price_list_id and other.valid_until > now())
         order by able.rank, s.code, m.code, b.barcode
         limit 1
        """;

    // Asked in this order when there is no sale: the first that is missing is the reason.
    private const string ReasonSql = """
        select coalesce(bool_or(s.archived_at is null), false),
               coalesce(bool_or(s.archived_at is null and m.archived_at is null), false),
               coalesce(bool_or(s.archived_at is null and m.archived_at is null
                                and exists (select
                                              from unnest($1::uuid[]) as able (user_id)
                                             where app.user_holds(s.tenant_id, able.user_id, 'sales.create', s.store_id))), false)
          from core.store as s
          left join core.terminal as m on m.tenant_id = s.tenant_id and m.store_id = s.store_id
         where s.tenant_id = app.seed_id('tenant/demo')
        """;

    internal static async Task<DemoShop> FindAsync(LocalDatabase database, string password, CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.Migrator) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(ct);
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        var accounts = await AccountsAsync(connection, AccountsSql, IsRight, ct);
        accounts.AddRange(await AccountsAsync(connection, OperatorSql, IsRight, ct));

        var able = accounts
            .Where(account => account is { Place: "tenant demo", Trouble: null })
            .Select(account => account.Id)
            .Reverse()
            .ToArray();
        if (await SaleAsync(connection, able, ct) is { } sale)
            return new DemoShop(accounts, sale, "");
        var reason = able.Length == 0 ? "nobody of tenant demo can sign in" : await ReasonAsync(connection, able, ct);
        return new DemoShop(accounts, Sale: null, reason);

        // Verifying takes a moment, and mostly they all share one hash.
        bool IsRight(string? hash) =>
            hash is not null && (known.TryGetValue(hash, out var right) ? right : known[hash] = Argon2.Verify(password, hash));
    }

    private static async Task<List<DemoAccount>> AccountsAsync(
        NpgsqlConnection connection,
        string sql,
        Func<string?, bool> isRight,
        CancellationToken ct
    )
    {
        var accounts = new List<DemoAccount>();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var trouble =
                reader.GetBoolean(2) ? "the merchant is suspended"
                : reader.GetBoolean(3) ? "disabled"
                : !isRight(await reader.IsDBNullAsync(4, ct) ? null : reader.GetString(4)) ? "has another password"
                : reader.GetBoolean(5) ? "asks for a code of an authenticator app"
                : reader.GetBoolean(6) ? "must set up an authenticator app first"
                : null;
            accounts.Add(new DemoAccount(reader.GetString(0), reader.GetString(1), reader.GetGuid(7), trouble));
        }

        return accounts;
    }

    private static async Task<SampleSale?> SaleAsync(NpgsqlConnection connection, Guid[] able, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SaleSql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid[]> { TypedValue = able },
                new NpgsqlParameter<int> { TypedValue = SampleSale.Quantity },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new SampleSale(reader.GetString(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetString(3), reader.GetInt64(4))
            : null;
    }

    private static async Task<string> ReasonAsync(NpgsqlConnection connection, Guid[] able, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ReasonSql, connection)
        {
            Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = able } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return !reader.GetBoolean(0) ? "every store of tenant demo is archived"
            : !reader.GetBoolean(1) ? "every till of the open stores is archived"
            : !reader.GetBoolean(2) ? "nobody who can sign in may sell there"
            : "nothing that could be sold is left in stock there";
    }
}

/// <summary>One of those whom the demo data made.</summary>
/// <param name="Place">What they sign in to, for people.</param>
/// <param name="Trouble">Why the demo password is not enough to sign in with; null when it is.</param>
internal sealed record DemoAccount(string Place, string Email, Guid Id, string? Trouble);
