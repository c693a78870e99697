using System.Net;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Edge;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Description;

/// <summary>
/// The description is what happens: what is answered validates, what is accepted validates, and what is refused for its shape
/// does not. A client that checks what it sends by the description loses nothing and learns everything.
/// </summary>
[TestFixture]
public sealed class DescriptionTruthTests
{
    private static readonly string[] Values =
    [
        "null",
        "true",
        "0",
        "1",
        "-1",
        "2.5",
        "0.0005",
        "1000000000000001",
        "\"\"",
        "\" \"",
        "\"x\"",
        "\"X1\"",
        "\"a\\tb\"",
        "\"a\\nb\"",
        "\"\\u2028\"",
        "\"x\\u0085x\"",
        "\"é😀\"",
        "\"x\\u0000\"",
        "\"00000000-0000-0000-0000-000000000000\"",
        "\"0190a0b000007000800000000000000ab\"",
        "\"2026-01-31T09:30:00\"",
        "\"2099-01-31T09:30:00+01:00\"",
        "\"09:00\"",
        "[]",
        "{}",
        "[null]",
        $"\"{new string('y', 1_001)}\"",
    ];

    // Refusals for what the text means, not for its form: which currencies, zones and countries there are changes by itself, some
    // texts are of the right form and mean nothing, and some members are judged beside others. A description cannot say these.
    private static readonly string[] Meanings =
    [
        "ISO 4217",
        "IANA",
        "the id of this store",
        "the id of this customer",
        "lie in the future",
        "later than",
        "variantId or code",
        "leave it out",
        "signs that cannot be seen",
        "placeholder",
        "{number",
        "is not a refresh token",
        "not the token",
        "must be active",
        "after validFrom",
        "base list is for everybody",
        "no country or region beside it",
        "digits together, not",
        "Say how much of it",
        "At most 100 percent",
        "whole minor units",
        "it would be the reason of",
        "code of a listed one, not both",
        "and for no other",
        "what was scanned, not both",
        "give a cost of what was found",
        "more than the reorder point",
        "expiresInSeconds or expiresAt",
        "reservation that it would keep",
    ];

    private ApiUnderTest api = null!;
    private Schemas schemas = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        schemas = new Schemas(await api.Client.GetStringAsync("/openapi/v1.json"));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await api.DisposeAsync();

    [Test]
    public async Task Every_operation_is_sent_and_answered_as_described()
    {
        await using var fresh = await ApiUnderTest.StartAsync();
        var exchanges = await Walk.AllAsync(fresh);
        using var all = Assert.EnterMultipleScope();
        Assert.That(exchanges.Select(e => e.Example.Operation), Is.EquivalentTo(schemas.Operations));
        foreach (var (example, status, mediaType, text) in exchanges)
        {
            if (example.Body is not null)
                Assert.That(
                    schemas.MistakesOfRequest(example.Operation, example.Body.ToJsonString()),
                    Is.Empty,
                    $"sent to {example.Operation}: {example.Body.ToJsonString()}"
                );
            Assert.That(
                schemas.MistakesOfAnswer(example.Operation, status, mediaType, text),
                Is.Empty,
                $"answered by {example.Operation}: {text}"
            );
        }
    }

    [Test]
    public async Task What_is_refused_for_its_shape_does_not_validate_and_what_is_accepted_does()
    {
        // DeclarationTests wants every route to declare.
        var audiences = Route.All(api).ToDictionary(r => r.Operation, r => r.Access!.Audience);
        using var callers = await Callers.SignInAsync(api);
        var merchant = new Merchant("demo", await Belongings.MakeAsync(api, callers.Admin, "demo"), api.Password, "shape");
        HashSet<string> met = [];
        var judged = 0;
        using var all = Assert.EnterMultipleScope();
        // What a form says is text, whatever its type: UploadTests judges it.
        foreach (var planned in Example.All(merchant).Where(e => e is { Body: not null, File: null }))
        {
            // What operators do to a merchant is not done to the one whose people send the rest.
            var example = planned with
            {
                Path = planned.Path.Replace($"{DemoData.Tenant("demo")}", $"{DemoData.Tenant("rival")}", StringComparison.Ordinal),
            };
            foreach (var (what, body) in Shapes.Of(schemas, schemas.BodyOf(example.Operation), example.Body, Values))
            {
                var reply = await AskAsync(callers, audiences[example.Operation], example, body);
                var mistakes = schemas.MistakesOfRequest(example.Operation, body);
                judged++;
                if (reply.Status != HttpStatusCode.BadRequest)
                    Assert.That(
                        mistakes,
                        Is.Empty,
                        $"{example.Operation}, {what}: answered {(int)reply.Status}, but does not validate: {body}"
                    );
                else if (!IsMeaning(reply, met))
                    Assert.That(mistakes, Is.Not.Empty, $"{example.Operation}, {what}: refused, but validates: {body}\n{reply.Text}");
                Assert.That(
                    schemas.MistakesOfAnswer(example.Operation, (int)reply.Status, reply.ContentHeaders.ContentType?.MediaType, reply.Text),
                    Is.Empty,
                    $"{example.Operation}, {what}: {reply.Text}"
                );
            }
        }

        Assert.That(judged, Is.GreaterThan(1_000));
        Assert.That(Meanings, Is.EquivalentTo(met), "What no refusal says any more is left out.");
    }

    // Signed in again whenever one of the acts before has ended the session.
    private static async Task<Reply> AskAsync(Callers callers, Audience audience, Example example, string body)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var request = (example with { Body = null }).ToRequest();
            request.Content = Wire.Json(body);
            using var response = await callers.Of(audience).SendAsync(request);
            var reply = new Reply(
                response.StatusCode,
                response.Headers,
                response.Content.Headers,
                await response.Content.ReadAsStringAsync()
            );
            if (attempt > 0 || reply.Status is not HttpStatusCode.Unauthorized || reply.Code is not "request.not_signed_in")
                return reply;
            await callers.SignInAgainAsync();
        }
    }

    private static bool IsMeaning(Reply reply, HashSet<string> met)
    {
        if (reply.Problem["errors"]?.AsObject() is not { } errors)
            return false;
        var meanings = errors
            .SelectMany(e => e.Value!.AsArray()) // Lists of texts.
            // As above.
            .Select(message => Meanings.FirstOrDefault(meaning => ((string)message!).Contains(meaning, StringComparison.OrdinalIgnoreCase)))
            .ToList();
        met.UnionWith(meanings.OfType<string>());
        return meanings.All(meaning => meaning is not null);
    }
}
