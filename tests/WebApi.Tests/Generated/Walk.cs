using System.Text.Json.Nodes;
using NUnit.Framework;

namespace PosCommerce.WebApi.Tests.Generated;

/// <summary>One call and what came back.</summary>
/// <param name="Example">As it was sent.</param>
public sealed record Exchange(Example Example, int Status, string? MediaType, string Text)
{
    /// <summary>The answer as JSON; null when it has no body or is a file.</summary>
    public JsonNode? Answer =>
        Text.Length > 0 && MediaType?.EndsWith("json", StringComparison.Ordinal) is true ? JsonNode.Parse(Text) : null;
}

/// <summary>Every operation once, by whom it serves, in an order in which all succeed.</summary>
public static class Walk
{
    /// <param name="tag">Makes the names that must be new.</param>
    public static async Task<IReadOnlyList<Exchange>> AllAsync(ApiUnderTest api, string tag = "a1b2c3d4")
    {
        // DeclarationTests wants every route to declare.
        var audiences = Route.All(api).ToDictionary(r => r.Operation, r => r.Access!.Audience);
        using var callers = await Callers.SignInAsync(api);
        var merchant = new Merchant("demo", await Belongings.MakeAsync(api, callers.Admin, "demo", tag: tag), api.Password, tag);
        Dictionary<string, JsonNode> answers = [];
        List<Exchange> exchanges = [];
        foreach (var planned in Example.All(merchant))
        {
            var example = planned.Refine?.Invoke(planned, answers) ?? planned;
            var exchange = await SendAsync(callers.Of(audiences[example.Operation]), example);
            Assert.That(exchange.Status, Is.InRange(200, 299), $"{example.Operation}: {exchange.Text}");
            exchanges.Add(exchange);
            if (exchange.Answer is { } answer)
                answers[example.Operation] = answer;
        }

        return exchanges;
    }

    public static async Task<Exchange> SendAsync(HttpClient client, Example example)
    {
        using var request = example.ToRequest();
        using var response = await client.SendAsync(request);
        return new Exchange(
            example,
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync()
        );
    }
}
