using NUnit.Framework;

namespace PosCommerce.WebApi.Tests.Generated;

[TestFixture]
public sealed class DeclarationTests
{
    private ApiUnderTest api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => api = await ApiUnderTest.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await api.DisposeAsync();

    [Test]
    public void Every_route_declares_who_may_use_it() =>
        Assert.That(Route.All(api).Where(r => r.Access is null).Select(r => r.Operation), Is.Empty);

    [Test]
    public void Every_operation_has_an_example_for_the_generated_suites() =>
        Assert.That(
            Example.All("demo", Belongings.Sample, "").Select(e => e.Operation),
            Is.EquivalentTo(Route.All(api).Select(r => r.Operation))
        );
}
