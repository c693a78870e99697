using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using PosCommerce.Application.Identity;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>A route that somebody forgot to declare is nobody's.</summary>
[TestFixture]
public sealed class UndeclaredRouteTests
{
    [Test]
    public async Task A_route_that_declares_nothing_is_denied_to_everybody()
    {
        await using var api = await ApiUnderTest.StartAsync(builder =>
            builder.Services.AddMvcCore().AddApplicationPart(typeof(ForgottenController).Assembly)
        );
        using var admin = await api.SignInAsync("demo", "admin");
        var anonymous = await api.Client.FetchAsync("/v1/forgotten");
        var signedIn = await admin.FetchAsync("/v1/forgotten");
        Assert.Multiple(() =>
        {
            Assert.That(anonymous.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(signedIn.Status, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(signedIn.Code, Is.EqualTo("request.route_undeclared"));
        });
    }
}

[Route("v1/forgotten")]
public sealed class ForgottenController : ApiController
{
    [HttpGet]
    public Task<ActionResult<Me>> GetMe(CancellationToken ct) => Send(new GetMe(), ct);
}
