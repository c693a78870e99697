using MediatR;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Inventory;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Database;

/// <summary>
/// A violated constraint is the same answer when a distributed engine hands it on from one of its servers: without the field
/// that names the constraint, and with the name of the shard's in the text. Said here by triggers, which a test's database may have.
/// </summary>
public sealed class ViolationsTests : ShopTests
{
    private static readonly object[][] Violations =
    [
        [
            "inventory.stock_level",
            "update",
            "23514",
            "new row for relation \"stock_level_102008\" violates check constraint \"stock_level_available_not_negative\"",
            "inventory.not_enough_stock",
        ],
        [
            "identity.user_account",
            "insert",
            "23505",
            "duplicate key value violates unique constraint \"user_account_email_is_taken_102534\"",
            "identity.email_taken",
        ],
        [
            "identity.role",
            "insert",
            "23505",
            "doppelter Schlüsselwert verletzt Unique-Constraint »role_code_is_taken_102534«",
            "identity.role_code_taken",
        ],
        [
            "core.terminal",
            "insert",
            "23505",
            "duplicate key value violates unique constraint \"terminal_code_is_taken_7\"",
            "core.terminal_code_taken",
        ],
        [
            "inventory.stock_movement",
            "insert",
            "23503",
            "insert or update on table \"stock_movement_102040\" violates foreign key constraint \"stock_movement_moves_a_level_102040\"",
            null!,
        ],
        ["identity.role", "insert", "23505", "duplicate key value violates unique constraint \"role_code\"", null!],
        ["identity.role", "insert", "55000", "role_code_is_taken is what this is not about", null!],
    ];

    [TestCaseSource(nameof(Violations))]
    public async Task It_is_told_by_the_name_in_the_text(string table, string act, string state, string message, string? code)
    {
        await Shop.ExecuteAsync(
            $"create function public.far_away() returns trigger language plpgsql as $$ begin raise exception using errcode = '{state}', message = '{message}'; end $$"
        );
        await Shop.ExecuteAsync($"create trigger far_away before {act} on {table} for each row execute function public.far_away()");
        try
        {
            if (code is null)
                Assert.That(await FailureOf(Act(table)), Is.TypeOf<Npgsql.PostgresException>(), "What nobody expected is no answer.");
            else
                Assert.That((await RefusalOf(Act(table))).Code, Is.EqualTo(code));
        }
        finally
        {
            await Shop.ExecuteAsync("drop function public.far_away() cascade");
        }
    }

    [Test]
    public async Task What_one_line_lacks_moves_none_of_the_others()
    {
        await Shop.UnstockAsync(41);
        var before = await Shop.OnHandAsync("demo", 40);
        var lines = Shop.Lines("demo", (40, 1), (41, 2));
        var quote = await Shop.AskAsync(Shop.Cashier, new Application.Sales.QuoteBasket(DemoData.Store("demo"), lines));

        var error = await RefusalOf(
            Shop.AskAsync(
                Shop.Cashier,
                new Application.Sales.CompleteSale(DemoData.Store("demo"), DemoData.Terminal("demo"), lines, Shop.Cash(quote.Total))
            )
        );

        Assert.That(error.Code, Is.EqualTo("inventory.not_enough_stock"));
        Assert.That(await Shop.OnHandAsync("demo", 40), Is.EqualTo(before));
    }

    [TestCase(null, "force_generic_plan")]
    [TestCase("", "force_generic_plan")]
    [TestCase("auto", "auto")]
    public async Task What_writes_keeps_one_plan_unless_its_role_says_otherwise(string? setting, string mode)
    {
        var sample = Shop.Cashier;
        var prepare = setting is null ? "" : $"set app.write_plan = '{setting}'; ";

        var modes = await Shop.ListThroughAsync<string>(
            Shop.Database.App,
            $"{prepare}begin; select current_setting('plan_cache_mode') from app.enter_user('{sample.TenantId}', '{sample.UserId}', '{sample.SessionId}', null, null, null, false, false) where is_store_in_scope"
        );
        var reading = await Shop.ListThroughAsync<string>(
            Shop.Database.App,
            $"{prepare}begin read only; select current_setting('plan_cache_mode') from app.enter_user('{sample.TenantId}', '{sample.UserId}', '{sample.SessionId}', null, null, null, false, false) where is_store_in_scope"
        );

        Assert.That(modes, Is.EqualTo(new[] { mode }));
        Assert.That(reading, Is.EqualTo(new[] { "auto" }));
    }

    private async Task Act(string table)
    {
        IBaseRequest request = table switch
        {
            "identity.user_account" => new InviteUser("taken@demo.example", "Taken"),
            "identity.role" => new CreateRole("Taken", [Permissions.Catalog.Read]),
            "core.terminal" => new CreateTerminal(DemoData.Store("demo"), "TAKEN", "Taken"),
            _ => new AdjustStock(DemoData.Store("demo"), [new AdjustStockLine(DemoData.Variant("demo", 42), -1)], "Taken"),
        };
        await Shop.AskAnythingAsync(Shop.Admin, request);
    }

    private static async Task<Exception?> FailureOf(Task act)
    {
        try
        {
            await act;
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
