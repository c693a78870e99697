using System.Net;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;
using PosCommerce.Domain.Common;

namespace PosCommerce.WebApi.Tests.Edge;

[TestFixture]
public sealed class HealthTests
{
    [Test]
    public async Task A_service_with_its_database_is_alive_and_ready()
    {
        await using var api = await ApiUnderTest.StartAsync();
        Assert.Multiple(async () =>
        {
            Assert.That((await api.Client.FetchAsync("/health/live")).Text, Is.EqualTo("""{"status":"live"}"""));
            Assert.That(
                (await api.Client.FetchAsync("/health/ready")).Text,
                Is.EqualTo($$"""{"status":"ready","timeZones":"{{TimeZones.Version}}"}""")
            );
        });
    }

    [Test]
    public async Task A_service_without_its_database_is_alive_but_not_ready_and_says_when_to_come_back()
    {
        await using var api = await ApiUnderTest.StartAsync(builder =>
            builder.Configuration.AddInMemoryCollection(
                new Dictionary<string, string?> { ["ConnectionStrings:PosCommerce"] = "Host=127.0.0.1;Port=1;Username=nobody;Timeout=1" }
            )
        );
        var ready = await api.Client.FetchAsync("/health/ready");
        var signIn = await api.Client.PostAsync(
            "/v1/auth/sign-in",
            """{"email":"a@b.example","password":"secret"}""",
            ("X-Tenant", "demo")
        );
        Assert.Multiple(async () =>
        {
            Assert.That((await api.Client.FetchAsync("/health/live")).Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(ready.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(ready.Code, Is.EqualTo("request.not_ready"));
            Assert.That(ready.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
            Assert.That(signIn.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(signIn.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
        });
    }
}
