using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>What came back over the wire.</summary>
public sealed record Reply(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Text)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>A member of what a success tells.</summary>
    public string this[string member]
    {
        get
        {
            Assert.That(IsSuccess, Text);
            // A success that tells something has a body.
            return (string?)JsonNode.Parse(Text)![member] ?? throw new AssertionException($"No {member} in {Text}");
        }
    }

    /// <summary>The body of a refusal, which is always problem+json with the same members.</summary>
    public JsonObject Problem
    {
        get
        {
            Assert.That(ContentHeaders.ContentType?.ToString(), Is.EqualTo("application/problem+json"), Text);
            var problem = JsonNode.Parse(Text)!.AsObject(); // A problem is an object.
            Assert.Multiple(() =>
            {
                Assert.That((int)problem["status"]!, Is.EqualTo((int)Status));
                Assert.That((string?)problem["type"], Is.EqualTo($"urn:poscommerce:error:{problem["code"]}"));
                Assert.That(
                    new[] { "title", "detail", "remedy", "traceId" }.Where(name => string.IsNullOrEmpty((string?)problem[name])),
                    Is.Empty
                );
            });
            return problem;
        }
    }

    public string Code => (string)Problem["code"]!; // Asserted to be there.

    /// <summary>The names under which something is wrong.</summary>
    public IEnumerable<string> Wrong => Problem["errors"]?.AsObject().Select(e => e.Key) ?? [];
}

internal static class Wire
{
    public static async Task<Reply> SendAsync(
        this HttpClient client,
        HttpMethod method,
        string path,
        HttpContent? content = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        return new Reply(response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync());
    }

    public static Task<Reply> FetchAsync(this HttpClient client, string path, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Get, path, null, headers);

    public static Task<Reply> PostAsync(this HttpClient client, string path, string json, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Post, path, Json(json), headers);

    public static HttpContent Json(string text, string mediaType = "application/json") =>
        new ByteArrayContent(Encoding.UTF8.GetBytes(text)) { Headers = { { "Content-Type", mediaType } } };
}
