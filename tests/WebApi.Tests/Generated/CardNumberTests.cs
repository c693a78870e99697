using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Testing;
using PosCommerce.WebApi.Edge;
using PosCommerce.WebApi.Tests.Edge;

namespace PosCommerce.WebApi.Tests.Generated;

/// <summary>Numbers of payment cards rest nowhere: each text of each operation gets one, and afterwards everything is searched.</summary>
[TestFixture]
public sealed class CardNumberTests
{
    // Test numbers of the schemes, whole and as people group them.
    private static readonly string[] Cards =
    [
        "4111111111111111",
        "5555 5555 5555 4444",
        "3782-822463-10005",
        "paid by 4000056655665556, ask him",
        "3056 9309 0259 04",
        "6011 1111 1111 1117 12/27",
        "４１１１１１１１１１１１１１１１",
    ];

    private static readonly string[] Digits =
    [
        "4111111111111111",
        "5555555555554444",
        "378282246310005",
        "4000056655665556",
        "30569309025904",
        "6011111111111117",
    ];

    private readonly LogLines log = new();
    private ApiUnderTest api = null!; // Started before the first test, like the rest.
    private HttpClient admin = null!;
    private HttpClient till = null!;
    private HttpClient platform = null!;
    private Dictionary<string, Audience> audiences = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync(builder => builder.Services.AddSingleton<ILoggerProvider>(log));
        admin = await api.SignInAsync("demo", "admin");
        till = await api.PairTillAsync(admin);
        platform = await api.SignInOperatorAsync();
        // DeclarationTests wants every route to declare.
        audiences = Route.All(api).ToDictionary(r => r.Operation, r => r.Access!.Audience);
    }

    [OneTimeTearDown]
    public async Task Nothing_rests_anywhere()
    {
        try
        {
            Assert.Multiple(() =>
            {
                foreach (var digits in Digits)
                    Assert.That(log.All.Where(line => OnlyDigits(line).Contains(digits, StringComparison.Ordinal)), Is.Empty);
            });
            Assert.That(await RestingAsync(), Is.Empty);
        }
        finally
        {
            admin.Dispose();
            till.Dispose();
            platform.Dispose();
            await api.DisposeAsync();
            log.Dispose();
        }
    }

    [Test]
    public async Task Every_free_text_of_every_operation_refuses_them_by_its_name([ValueSource(nameof(Cards))] string card)
    {
        var tried = 0;
        foreach (var (example, path, changed) in await ChangedAsync(kind => kind is TextKind.Line or TextKind.Lines, card))
        {
            var reply = await SendAsync(changed);
            tried++;
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), $"{example.Operation} {path}: {reply.Text}");
            Assert.That(reply.Wrong, Does.Contain(path), $"{example.Operation}: {reply.Text}");
            Assert.That(reply.Text, Does.Contain("payment card"), $"{example.Operation} {path}");
        }

        Assert.That(tried, Is.GreaterThan(15));
    }

    [Test]
    public async Task The_reference_of_a_payment_keeps_the_first_six_digits_and_the_last_four([ValueSource(nameof(Cards))] string card)
    {
        var sale = Example.SaleOf("demo");
        sale["tenders"]![0]!["reference"] = $"auth 12 {card}"; // It has one.
        var reply = await admin.PostAsync("/v1/sales", sale.ToJsonString(), ("Idempotency-Key", Guid.NewGuid().ToString()));
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Text);
        var reference = (string)JsonNode.Parse(reply.Text)!["tenders"]![0]!["reference"]!; // As it was sent.
        Assert.That(reference, Does.StartWith("auth 12 ").And.Contain("**"));
        Assert.That(Digits.Where(OnlyDigits(reference).Contains), Is.Empty);
    }

    [Test]
    public async Task What_is_looked_for_is_kept_nowhere_either([ValueSource(nameof(Cards))] string card)
    {
        foreach (var list in (string[])["variants", "users"])
            Assert.That((await admin.FetchAsync($"/v1/{list}?search={Uri.EscapeDataString(card)}")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    // EAN-13 whose digits pass the check of a card, too.
    [TestCase("4006381333948")]
    [TestCase("2000000000084")]
    public async Task A_barcode_is_a_code_whatever_its_digits(string barcode)
    {
        var code = Enumerable.Range(0, 1_000).Select(DemoData.Barcode).First(CardNumbers.IsIn);
        Assert.That((await admin.FetchAsync($"/v1/variants?barcode={code}")).Text, Does.Contain(code));
        Assert.That((await admin.FetchAsync($"/v1/variants?barcode={barcode}")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_search_finds_what_rests()
    {
        await using var connection = new NpgsqlConnection(api.Database.Migrator);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (
            var leak = new NpgsqlCommand(
                "update core.store set receipt_footer = 'card 4111 1111 1111 1111' where store_id = $1",
                connection,
                transaction
            )
        )
        {
            leak.Parameters.Add(new NpgsqlParameter { Value = DemoData.Store("demo") });
            Assert.That(await leak.ExecuteNonQueryAsync(), Is.EqualTo(1));
        }

        Assert.That(await RestingAsync(connection), Is.EqualTo(new[] { "core.store: 4111111111111111" }));
        await transaction.RollbackAsync();
    }

    [Test]
    public void Every_text_of_every_request_says_of_which_kind_it_is()
    {
        var rules = api.App.Services.GetRequiredService<MemberRules>();
        Assert.That(
            Bodies()
                .SelectMany(b => MembersOf(b.Body))
                .Where(m =>
                    (m.Type == typeof(string) || m.Type == typeof(IReadOnlyList<string>)) && rules.Of(m.Owner, m.Name)?.Text is null
                )
                .Select(m => $"{m.Owner.Name}.{m.Name}")
                .Distinct(),
            Is.Empty
        );
    }

    [Test]
    public void Every_list_of_every_request_has_a_bound()
    {
        var rules = api.App.Services.GetRequiredService<MemberRules>();
        Assert.That(
            Bodies()
                .SelectMany(b => MembersOf(b.Body))
                .Where(m => ItemOf(m.Type) is not null && rules.Of(m.Owner, m.Name)?.MaximumItems is null)
                .Select(m => $"{m.Owner.Name}.{m.Name}")
                .Distinct(),
            Is.Empty
        );
    }

    private async Task<IReadOnlyList<(Example Example, string Path, Example Changed)>> ChangedAsync(
        Func<TextKind, bool> isMeant,
        string text
    )
    {
        var rules = api.App.Services.GetRequiredService<MemberRules>();
        var bodies = Bodies().ToDictionary(b => b.Operation, b => b.Body);
        List<(Example, string, Example)> changed = [];
        foreach (var example in Example.All("demo", await Belongings.MakeAsync(api, admin, "demo"), api.Password))
        {
            if (example.Body is not JsonObject body || !bodies.TryGetValue(example.Operation, out var type))
                continue;
            if (example.Operation is "CreateStore" or "ChangeStore")
                body["address"] = new JsonObject
                {
                    ["street"] = "Main street 1",
                    ["postalCode"] = "10115",
                    ["city"] = "Berlin",
                    ["region"] = "Berlin",
                    ["country"] = "DE",
                };
            foreach (var (owner, name, parents, path) in PlacesOf(type, body, [], ""))
            {
                if (rules.Of(owner, name)?.Text is not { } kind || !isMeant(kind))
                    continue;
                var copy = body.DeepClone();
                // Found in it.
                parents.Aggregate(copy, (node, step) => step is int index ? node[index]! : node[(string)step]!)[name] = text;
                changed.Add((example, path, example with { Body = copy }));
            }
        }

        return changed;
    }

    private static IEnumerable<(Type Owner, string Name, object[] Parents, string Path)> PlacesOf(
        Type type,
        JsonObject body,
        object[] parents,
        string path
    )
    {
        foreach (var (owner, name, member) in MembersOf(type).Where(m => m.Owner == type))
        {
            var here = path.Length == 0 ? name : $"{path}.{name}";
            if (member == typeof(string))
                yield return (owner, name, parents, here);
            else if (body[name] is JsonObject inner)
            {
                foreach (var place in PlacesOf(member, inner, [.. parents, name], here))
                    yield return place;
            }
            else if (body[name] is JsonArray { Count: > 0 } items && items[0] is JsonObject first && ItemOf(member) is { } item)
            {
                foreach (var place in PlacesOf(item, first, [.. parents, name, 0], $"{here}[0]"))
                    yield return place;
            }
        }
    }

    private async Task<Reply> SendAsync(Example example)
    {
        using var nobody = new HttpClient { BaseAddress = api.Client.BaseAddress };
        nobody.DefaultRequestHeaders.Add("X-Tenant", "demo");
        var client = audiences[example.Operation] switch
        {
            Audience.Anybody => nobody,
            Audience.Operators => platform,
            Audience.Terminals => till,
            _ => admin,
        };
        using var request = example.ToRequest();
        using var response = await client.SendAsync(request);
        return new Reply(response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync());
    }

    private IEnumerable<(string Operation, Type Body)> Bodies() =>
        api
            .App.Services.GetRequiredService<IActionDescriptorCollectionProvider>()
            .ActionDescriptors.Items.OfType<ControllerActionDescriptor>()
            .Select(a =>
                (a.ActionName, a.Parameters.FirstOrDefault(p => p.BindingInfo?.BindingSource == BindingSource.Body)?.ParameterType)
            )
            .Where(b => b.ParameterType is not null)
            .Select(b => (b.ActionName, AddressedBody.WholeOf(b.ParameterType!)?.PropertyType ?? b.ParameterType!)); // Filtered above.

    private static IEnumerable<(Type Owner, string Name, Type Type)> MembersOf(Type type)
    {
        foreach (
            var property in Application
                .Common.Json.Options.GetTypeInfo(type)
                .Properties.Where(p => p.Set is not null || p.AssociatedParameter is not null)
        )
        {
            yield return (type, property.Name, property.PropertyType);
            if ((ItemOf(property.PropertyType) ?? property.PropertyType) is { IsClass: true } inner && inner != typeof(string))
            {
                foreach (var member in MembersOf(inner))
                    yield return member;
            }
        }
    }

    private static Type? ItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private async Task<IReadOnlyList<string>> RestingAsync()
    {
        await using var connection = new NpgsqlConnection(api.Database.Migrator);
        await connection.OpenAsync();
        return await RestingAsync(connection);
    }

    // Whole rows as text, of every table: what is kept as JSON, in a list or as bytes is in them, too.
    private static async Task<IReadOnlyList<string>> RestingAsync(NpgsqlConnection connection)
    {
        List<string> tables = [];
        await using (
            var command = new NpgsqlCommand(
                "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1",
                connection
            )
        )
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        }

        Assert.That(tables, Has.Count.GreaterThan(30));
        List<string> resting = [];
        foreach (var table in tables)
        {
            await using var command = new NpgsqlCommand(
                $"select distinct d from {table} as t, unnest($1::text[]) as d where strpos(regexp_replace(t::text, '[^0-9]', '', 'g'), d) > 0 or strpos(t::text, encode(convert_to(d, 'UTF8'), 'hex')) > 0",
                connection
            );
            command.Parameters.Add(new NpgsqlParameter { Value = Digits });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                resting.Add($"{table}: {reader.GetString(0)}");
        }

        return resting;
    }

    private static string OnlyDigits(string text) =>
        string.Concat(text.Where(char.IsDigit).Select(digit => (int)char.GetNumericValue(digit)));
}
