using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PosCommerce.Application.Common;
using PosCommerce.Infrastructure;

namespace PosCommerce.Testing;

/// <summary>The application without its web: sends requests through the real pipeline to a real database.</summary>
public sealed class UseCases : IAsyncDisposable
{
    private readonly ServiceProvider services;

    /// <param name="connectionString">Of the application's login.</param>
    public UseCases(string connectionString, TimeProvider? clock = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:PosCommerce"] = connectionString })
            .Build();
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(configuration);
        if (clock is not null)
            collection.AddSingleton(clock);
        collection.AddPosCommerce(configuration, isDevelopment: true);
        services = collection.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    /// <summary>Sends a request as somebody, on a route that declares a permission.</summary>
    public async Task<Reply<T>> SendAsync<T>(Caller caller, string? permission, IRequest<T> request, string? key = null, int? ifMatch = null)
    {
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RequestContext>();
        context.TenantId = caller.TenantId;
        context.TenantSlug = caller.TenantSlug;
        context.UserId = caller.UserId;
        context.SessionId = caller.SessionId;
        context.Access = permission is null ? RouteAccess.SignedIn : RouteAccess.Requires(permission);
        context.Operation = $"TEST {request.GetType().Name}";
        context.IdempotencyKey = key;
        context.IfMatch = ifMatch;
        var result = await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, CancellationToken.None);
        return new Reply<T>(result, context.Answer, context.IsReplay);
    }

    /// <summary>Sends a request before anyone is signed in.</summary>
    public async Task<T> SendAsync<T>(string? tenantSlug, IAnonymousCommand<T> request)
    {
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RequestContext>();
        context.TenantSlug = tenantSlug;
        context.Access = RouteAccess.Anonymous;
        context.Operation = $"TEST {request.GetType().Name}";
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}

/// <summary>Who sends.</summary>
public sealed record Caller(Guid TenantId, string TenantSlug, Guid UserId, Guid SessionId);

/// <summary>What came back.</summary>
public sealed record Reply<T>(T Result, Answer? Answer, bool IsReplay);
