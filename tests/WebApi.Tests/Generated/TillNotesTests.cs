using NUnit.Framework;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Generated;

/// <summary>Every operation once: whatever it writes of articles, tills hear of it.</summary>
[TestFixture]
public sealed class TillNotesTests
{
    [Test]
    public async Task Whatever_an_operation_writes_of_articles_it_notes_for_tills()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var before = await NotesForTills.NowAsync(api.Database.Admin);

        await Walk.AllAsync(api);

        Assert.That(await NotesForTills.MissingAsync(api.Database.Admin, before), Is.Empty);
        Assert.That(await NotesForTills.MissingAsync(api.Database.Admin, 0), Is.Not.Empty, "The demo's articles were noted by nobody.");
    }
}
