using NUnit.Framework;
using PosCommerce.Application.Identity;

namespace PosCommerce.Application.Tests.Identity;

public sealed class SignOutTests : ShopTests
{
    [Test]
    public async Task Signing_out_ends_this_session_at_once_and_no_other()
    {
        var here = await Shop.SignInAsync("demo", "cashier");
        var elsewhere = await Shop.SignInAsync("demo", "cashier");

        var reply = await Shop.SendAsync(here, new SignOut());

        Assert.That(reply.Result, Is.EqualTo(MediatR.Unit.Value));
        Assert.That((await RefusalOf(Shop.AskAsync(here, new GetMe()))).Code, Is.EqualTo("request.not_signed_in"));
        Assert.That((await Shop.AskAsync(elsewhere, new GetMe())).User.UserId, Is.EqualTo(here.UserId));
        Assert.That(
            await Shop.ScalarAsync<string>("select end_reason from identity.session where session_id = $1", here.SessionId),
            Is.EqualTo("signed out")
        );
    }

    [Test]
    public async Task Signing_out_twice_is_refused_as_not_signed_in()
    {
        var here = await Shop.SignInAsync("demo", "cashier");
        await Shop.AskAsync(here, new SignOut());

        Assert.That((await RefusalOf(Shop.AskAsync(here, new SignOut()))).Code, Is.EqualTo("request.not_signed_in"));
    }
}
