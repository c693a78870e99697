using System.Security.Cryptography;
using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Common;

/// <summary>A cursor outlives the node that gave it out, as long as its key is known.</summary>
[TestFixture]
public sealed class SealedCursorTests : ShopTests
{
    private static readonly (string Name, string Value)[] Old = Key("old");
    private static readonly (string Name, string Value)[] New = Key("new");

    [Test]
    public async Task Every_node_and_every_restart_knows_it()
    {
        await using var one = WithKeys(Old);
        await using var another = WithKeys(Old);
        var first = await Shop.AskAsync(Shop.Admin, new ListVariants(Limit: 1), one);
        var second = await Shop.AskAsync(Shop.Admin, new ListVariants(Limit: 1, Cursor: first.NextCursor), another);
        Assert.That(second.Items.Single().VariantId, Is.Not.EqualTo(first.Items.Single().VariantId));
        Assert.That((await Shop.AskAsync(Shop.Admin, new ListVariants(Limit: 1), another)).NextCursor, Is.EqualTo(first.NextCursor));
    }

    [Test]
    public async Task A_new_key_in_front_knows_those_of_the_old_one()
    {
        await using var before = WithKeys(Old);
        await using var rotated = WithKeys(New, Old);
        var first = await Shop.AskAsync(Shop.Admin, new ListVariants(Limit: 1), before);
        var again = await Shop.AskAsync(Shop.Admin, new ListVariants(Limit: 1), rotated);
        Assert.That(again.NextCursor, Is.Not.EqualTo(first.NextCursor));
        Assert.That(
            (await Shop.AskAsync(Shop.Admin, new ListVariants(Limit: 1, Cursor: first.NextCursor), rotated)).Items,
            Has.Count.EqualTo(1)
        );
    }

    [Test]
    public async Task Another_installation_does_not()
    {
        await using var ours = WithKeys(Old);
        await using var theirs = WithKeys(New);
        var first = await Shop.AskAsync(Shop.Admin, new ListVariants(Limit: 1), ours);
        var refusal = await RefusalOf(Shop.AskAsync(Shop.Admin, new ListVariants(Limit: 1, Cursor: first.NextCursor), theirs));
        Assert.That(refusal.Fields?.Keys, Is.EqualTo(new[] { "cursor" }));
    }

    private UseCases WithKeys(params (string Name, string Value)[][] keys) =>
        new(Shop.Database.App, Clock, keys.SelectMany((key, n) => key.Select(s => ($"Auth:EncryptionKeys:{n}:{s.Name}", s.Value))));

    private static (string Name, string Value)[] Key(string id) =>
        [("KeyId", id), ("Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))];
}
