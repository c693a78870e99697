using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MediatR;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Platform;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Infrastructure;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Walls;

/// <summary>
/// The wall of predicates, alone: every request of the application with another merchant's ids in every place, in a
/// database whose row security is switched off; and once more in one where it is on. Requests are made by reflection, so
/// that a new one is covered on the day it appears.
/// </summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed partial class PredicateWallTests(bool rowSecurity) : ShopTests
{
    /// <summary>Marks every text that belongs to the other merchant.</summary>
    private const string Mark = "OfTheRival";

    private const string BeginAgainSql = """
        with sessions as (update identity.session set ended_at = null, end_reason = null where tenant_id = $1 and ended_at is not null),
             people as (update identity.user_account set disabled_at = null where tenant_id = $1 and disabled_at is not null),
             grants as (update identity.access_grant set revoked_at = null, revoked_by = null where tenant_id = $1 and revoked_at is not null),
             stores as (update core.store set archived_at = null where tenant_id = $1 and archived_at is not null),
             customers as (update customers.customer set archived_at = null, erased_at = null where tenant_id = $1 and archived_at is not null),
             tills as (update core.terminal set archived_at = null where tenant_id = $1 and archived_at is not null)
        delete from identity.sign_in_attempts where tenant_id = $1
        """;

    private static readonly string StateSql = Books.VersionsSql(Table.Walled.Select(t => $"{t} where tenant_id = $1"));

    private static readonly ConcurrentDictionary<string, string> TablesOfIds = new(StringComparer.Ordinal);

    // Operators belong to no merchant, and what they ask for is not any merchant's.
    private static readonly IEnumerable<Assembly> Contexts = ContextAssemblies.All.Where(context =>
        context != typeof(CreateTenant).Assembly
    );

    private readonly HashSet<Guid> theirIds = [];
    private Caller device = null!; // Paired before the first test.

    private static IEnumerable<Type> Requests => Shop.Requests.OrderBy(r => r.Name, StringComparer.Ordinal);

    [OneTimeSetUp]
    public async Task Let_both_merchants_trade_and_take_the_other_wall_down()
    {
        await Merchants.TradeAsync(Shop);
        device = await Shop.PairAsync(store: 2);
        foreach (
            var (table, column) in new[]
            {
                ("catalog.variant", "name"),
                ("catalog.product", "name"),
                ("catalog.product_tag", "tag"),
                ("catalog.category", "name"),
                ("core.store", "name"),
                ("core.terminal", "name"),
                ("core.receipt_head", "name"),
                ("sales.sale_line", "name"),
                ("sales.sale", "void_reason"),
                ("sales.sale_return", "reason"),
                ("sales.shift", "reason"),
                ("sales.parked_sale", "label"),
                ("sales.cash_movement", "reason"),
                ("sales.sale_return_line", "name"),
                ("inventory.stock_adjustment", "reason"),
                ("inventory.stock_adjustment", "note"),
                ("inventory.stock_reason", "name"),
                ("inventory.stock_location", "name"),
                ("inventory.stock_move", "note"),
                ("inventory.transfer", "note"),
                ("inventory.stocktake", "name"),
                ("inventory.reservation", "label"),
                ("customers.customer", "display_name"),
                ("identity.user_account", "name"),
                ("identity.tenant", "name"),
            }
        )
            await Shop.ExecuteAsync(
                $"update {table} set {column} = '{Mark} ' || {column} where tenant_id = $1 and {column} is not null",
                DemoData.Tenant("rival")
            );

        // In another currency their goods would be refused for that alone.
        await Shop.ExecuteAsync("update pricing.price_list set currency = 'EUR' where currency <> 'EUR'");

        foreach (var table in Table.Walled)
        {
            if (!rowSecurity)
                await Shop.ExecuteAsync($"alter table {table} disable row level security");
            var ids = await Shop.ListAsync<string>(
                $"select distinct v.value #>> '{{}}' from {table} as t cross join jsonb_each(to_jsonb(t)) as v where t.tenant_id = $1 and (v.value #>> '{{}}') ~ '^[0-9a-f]{{8}}-[0-9a-f-]{{27}}$'",
                DemoData.Tenant("rival")
            );
            theirIds.UnionWith(ids.Select(Guid.Parse));
        }
    }

    [Test]
    public void Every_request_of_the_application_is_among_these()
    {
        var known = Contexts
            .SelectMany(a => a.GetExportedTypes())
            .Where(t =>
                !t.IsAbstract
                && t.GetInterfaces()
                    .Any(i =>
                        i.IsGenericType
                        && (
                            i.GetGenericTypeDefinition() == typeof(ICommand<>)
                            || i.GetGenericTypeDefinition() == typeof(IQuery<>)
                            || i.GetGenericTypeDefinition() == typeof(IUnscoped<>)
                        )
                    )
            );

        // A job names no id of anybody's: it has no caller.
        Assert.That(
            Shop.Requests,
            Is.EquivalentTo(known.Where(t => !t.IsAssignableTo(typeof(IJob)))),
            "Shop.Routes lists every request with its permission."
        );
    }

    [TestCaseSource(nameof(Requests))]
    public async Task No_request_sees_or_changes_another_merchants_rows(Type request)
    {
        var before = await StateAsync();
        var places = (await SampleAsync(request, _ => Whose.Own)).Places;

        // All ids one's own; none where none is needed; one after the other theirs; then all of them.
        Func<int, Whose>[] samples =
        [
            _ => Whose.Own,
            _ => Whose.Nobodys,
            .. Enumerable.Range(0, places).Select(foreign => (Func<int, Whose>)(place => place == foreign ? Whose.Theirs : Whose.Own)),
            _ => Whose.Theirs,
        ];
        foreach (var sample in samples)
        {
            // What an earlier sample has ended, its own user's session among it, is begun again.
            await Shop.ExecuteAsync(BeginAgainSql, DemoData.Tenant("demo"));
            var (command, _) = await SampleAsync(request, sample);
            var sent = IdsIn(JsonSerializer.Serialize(command, request, Json.Options)).ToHashSet();
            foreach (var answer in await AnswersAsync((IBaseRequest)command))
            {
                Assert.That(IdsIn(answer).Where(id => theirIds.Contains(id) && !sent.Contains(id)), Is.Empty, $"{command}");
                Assert.That(answer, Does.Not.Contain(Mark).And.Not.Contain("rival.example"), $"{command}");
            }
        }

        Assert.That(await StateAsync(), Is.EqualTo(before));
        // A till may bring the id of its sale, and ids are unique only within a merchant: that sale is now one's own.
        theirIds.ExceptWith(await Shop.ListAsync<Guid>("select sale_id from sales.sale where tenant_id = $1", DemoData.Tenant("demo")));
    }

    [Test]
    public async Task Signing_in_and_refreshing_do_not_cross_over()
    {
        var theirs = await Shop.UseCases.SendAsync("rival", new SignIn("cashier@rival.example", Shop.Password));
        // As if their token had our name on it: found by its hash alone, it would be accepted.
        var forged = "demo." + theirs.RefreshToken.Split('.')[1];
        await Shop.ExecuteAsync(
            "update identity.refresh_token set token_hash = sha256($1) where session_id = $2",
            Encoding.UTF8.GetBytes(forged),
            Shop.SessionOf(theirs)
        );
        var before = await StateAsync();

        var signIn = await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn("cashier@rival.example", Shop.Password)));
        var refresh = await RefusalOf(Shop.UseCases.SendAsync(null, new RefreshSession(forged)));
        var session = await RefusalOf(Shop.AskAsync(Shop.Admin with { SessionId = Shop.SessionOf(theirs) }, new GetMe()));

        Assert.That(new[] { signIn, refresh, session }.Select(e => e.Kind), Is.All.EqualTo(ErrorKind.Unauthenticated));
        Assert.That(await StateAsync(), Is.EqualTo(before));
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Id();

    private static IEnumerable<Guid> IdsIn(string text) => Id().Matches(text).Select(m => Guid.Parse(m.ValueSpan));

    /// <summary>What comes back, page by page; a refusal counts as an answer too.</summary>
    private async Task<List<string>> AnswersAsync(IBaseRequest request)
    {
        List<string> answers = [];
        while (true)
        {
            try
            {
                var result = await Shop.AskAnythingAsync(
                    Shop.AccessOf(request.GetType()).Audience is Audience.Terminals ? device : Shop.Admin,
                    request
                );
                answers.Add(JsonSerializer.Serialize(result, Json.Options));
                if (request is not IPaged || result?.GetType().GetProperty("NextCursor")?.GetValue(result) is not string next)
                    return answers;
                request = (IBaseRequest)With(request, nameof(IPaged.Cursor), next);
            }
            catch (Refused refused)
            {
                answers.Add($"{refused.Error} {JsonSerializer.Serialize(refused.Error.Fields)}");
                return answers;
            }
        }
    }

    /// <summary>A request of plausible members, with the ids of whom <paramref name="whose"/> says.</summary>
    private async Task<(object Request, int Places)> SampleAsync(Type type, Func<int, Whose> whose)
    {
        var places = 0;
        return (await MakeAsync(type), places);

        async Task<object> MakeAsync(Type record)
        {
            var constructor = record.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
            List<object?> values = [];
            foreach (var parameter in constructor.GetParameters())
                values.Add(await ValueAsync(parameter));
            return constructor.Invoke([.. values]);
        }

        async Task<object?> ValueAsync(ParameterInfo parameter)
        {
            var declared = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
            if (declared == typeof(Guid))
            {
                // The client's own id for what is made: merchants know nothing of each other's, so both may have the same.
                if (parameter.HasDefaultValue && parameter.Name == OwnIdOf(type))
                    return null;
                var from = whose(places++);
                return from is Whose.Nobodys && parameter.HasDefaultValue
                    ? null
                    // Parameters of records have names.
                    : await IdAsync(parameter.Name!, DemoData.Tenant(from is Whose.Theirs ? "rival" : "demo"));
            }

            if (parameter.Name == nameof(IPaged.Limit))
                return PageRules.MaximumLimit;
            if (parameter.HasDefaultValue)
                return parameter.DefaultValue;
            if (declared == typeof(string))
                return TextOf(type, parameter.Name!); // Parameters of records have names.
            if (declared == typeof(int))
                return 10;
            if (declared == typeof(bool))
                return false;
            if (declared == typeof(DateOnly))
                return DateOnly.FromDateTime(DateTime.UtcNow).AddDays(parameter.Name == nameof(IReport.From) ? -1 : 1);
            if (declared == typeof(Upload))
                return new Upload("sku,brand\nWALL,Wall\n"u8.ToArray());
            if (declared == typeof(decimal))
                return 1m;
            if (declared == typeof(long))
                return 10_000_000L;
            if (declared.IsEnum)
                return Enum.GetValues(declared).GetValue(0);
            if (declared.IsGenericType && declared.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            {
                var item = declared.GetGenericArguments()[0];
                var items = Array.CreateInstance(item, 1);
                items.SetValue(
                    item == typeof(string) ? TextOf(type, parameter.Name!)
                        : item == typeof(Guid)
                            ? await IdAsync(parameter.Name!, DemoData.Tenant(whose(places++) is Whose.Theirs ? "rival" : "demo"))
                        : await MakeAsync(item),
                    0
                );
                return items;
            }

            if (declared.IsClass)
                return await MakeAsync(declared);
            throw new AssertionException($"{type.Name}: no sample for {parameter.ParameterType.Name} {parameter.Name}; add one here.");
        }
    }

    // What gets past the validators.
    private static string TextOf(Type request, string member) =>
        member switch
        {
            "Code" when request == typeof(CreateRole) => "wall",
            "Code" => "WALL",
            "Currency" => "EUR",
            "Email" => "wall@demo.example",
            "Password" or "CurrentPassword" or "NewPassword" => "no wall is as high as this one",
            "Permissions" => Permissions.Sales.Read,
            "Pin" => "4711",
            "PurchaseOrder" or "Transfer" => "W-{number:6}",
            "RoleCode" => "cashier",
            "Sale" or "ZReport" or "Return" => "{store}-{terminal}-{number:6}",
            "TimeZone" => "Europe/Berlin",
            "Opens" => "09:00",
            "Closes" => "18:00",
            _ => "Wall",
        };

    /// <summary>An id of the merchant for a member of this name: whatever table has such a column, its own table first.</summary>
    private async Task<Guid> IdAsync(string member, Guid tenant)
    {
        var column = member switch
        {
            "GrantId" => "access_grant_id",
            "FromLocationId" or "ToLocationId" => "stock_location_id",
            "VariantIds" => "variant_id",
            "CategoryIds" => "category_id",
            "ChallengeId" => "approval_id",
            "KeyId" => "api_key_id",
            "BeforeId" => "category_id",
            "InStockAt" or "FromStoreId" or "ToStoreId" => "store_id",
            _ => JsonNamingPolicy.SnakeCaseLower.ConvertName(member),
        };
        if (!TablesOfIds.TryGetValue(column, out var table))
            TablesOfIds[column] = table = await TableOfAsync(column);

        // Of a store, a till and a variant that belong together: the first ones of the demo data.
        return column switch
        {
            "store_id" => DemoData.Store(Slug(tenant), member == "ToStoreId" ? 2 : 1),
            "terminal_id" => DemoData.Terminal(Slug(tenant)),
            _ => await Shop.ScalarAsync<Guid>($"select {column} from {table} where tenant_id = $1 order by {column} limit 1", tenant),
        };

        static string Slug(Guid tenant) => tenant == DemoData.Tenant("rival") ? "rival" : "demo";
    }

    private async Task<string> TableOfAsync(string column)
    {
        var tables = await Shop.ListAsync<string>(
            """
            select a.attrelid::regclass::text
              from pg_attribute as a
              left join pg_index as i on i.indrelid = a.attrelid and i.indisprimary and i.indnatts = 2 and a.attnum = any (i.indkey)
             where a.attname = $1 and a.attrelid::regclass::text = any ($2)
             order by i.indexrelid is null, a.attrelid
             limit 1
            """,
            column,
            Table.Walled.Select(t => t.Name).ToArray()
        );
        Assert.That(tables, Is.Not.Empty, $"No table has a column {column}.");
        return tables[0];
    }

    // The first member of what a request that makes something answers is its id.
    private static string? OwnIdOf(Type request) =>
        request.IsAssignableTo(typeof(ICreates))
            ? request
                .GetInterfaces()
                .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>))
                .Select(i => i.GetGenericArguments()[0].GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters()[0].Name)
                .SingleOrDefault()
            : null;

    private Task<List<string>> StateAsync() => Shop.ListAsync<string>(StateSql, DemoData.Tenant("rival"));

    private enum Whose
    {
        Own,
        Theirs,
        Nobodys,
    }

    // What `with` does, for a record whose type is only known here.
    private static object With(object record, string member, object value)
    {
        var copy = record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!; // Every record has it.
        record.GetType().GetProperty(member)!.SetValue(copy, value); // And the member is one of an interface that it implements.
        return copy;
    }
}
