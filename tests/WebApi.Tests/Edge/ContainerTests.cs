using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>What cannot be made does not start: nobody finds out by a request, in whatever role or environment a process runs.</summary>
public sealed class ContainerTests
{
    [Test]
    public async Task Every_process_can_make_all_that_it_is_made_of(
        [Values("all", "api", "worker")] string role,
        [Values("Development", "Production")] string environment
    )
    {
        await using var app = Create(role, environment);

        Assert.That(app.Services.GetRequiredService<IServiceScopeFactory>(), Is.Not.Null);
    }

    [Test]
    public void What_needs_something_that_is_not_there_does_not_start(
        [Values("all", "api", "worker")] string role,
        [Values("Development", "Production")] string environment
    ) =>
        Assert.That(
            () => Create(role, environment, services => services.AddScoped<Needy>()),
            Throws.TypeOf<AggregateException>().With.Message.Contains(nameof(Needy))
        );

    [Test]
    public void What_would_outlive_the_request_that_it_belongs_to_does_not_start(
        [Values("Development", "Production")] string environment
    ) =>
        Assert.That(
            () => Create("all", environment, services => services.AddSingleton<Captor>()),
            Throws.TypeOf<AggregateException>().With.Message.Contains(nameof(IDb))
        );

    private static WebApplication Create(string role, string environment, Action<IServiceCollection>? also = null) =>
        ApiHost.Create([$"--role={role}", $"--environment={environment}"], builder => also?.Invoke(builder.Services));

    private sealed class Needy(IMissing missing)
    {
        public IMissing Missing => missing;
    }

    private sealed class Captor(IDb db)
    {
        public IDb Db => db;
    }

    private interface IMissing;
}
