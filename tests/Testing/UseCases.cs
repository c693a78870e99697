using System.Diagnostics;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PosCommerce.Application.Common;
using PosCommerce.Infrastructure;
using PosCommerce.Infrastructure.Database;

namespace PosCommerce.Testing;

/// <summary>The application without its web: sends requests through the real pipeline to a real database.</summary>
public sealed class UseCases : IAsyncDisposable
{
    /// <summary>Where all requests of tests come from (RFC 5737).</summary>
    public const string ClientAddress = "192.0.2.7";

    private readonly ServiceProvider services;

    /// <param name="connectionString">Of the application's login.</param>
    /// <param name="settings">What else an operator would configure.</param>
    public UseCases(string connectionString, TimeProvider? clock = null, params IEnumerable<(string Name, string Value)> settings)
        : this(connectionString, clock, also: null, settings) { }

    /// <param name="also">What a test adds to the application.</param>
    public UseCases(
        string connectionString,
        TimeProvider? clock,
        Action<IServiceCollection>? also,
        params IEnumerable<(string Name, string Value)> settings
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:PosCommerce"] = connectionString })
            .AddInMemoryCollection(settings.ToDictionary(s => s.Name, string? (s) => s.Value))
            .Build();
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(configuration);
        collection.AddPosCommerce(configuration, isDevelopment: true, clock);
        also?.Invoke(collection);
        services = collection.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    /// <summary>Sends a request as somebody, on a route that declares this.</summary>
    public async Task<Reply<T>> SendOnRouteAsync<T>(
        Caller caller,
        RouteAccess access,
        IRequest<T> request,
        string? key = null,
        int? ifMatch = null
    )
    {
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RequestContext>();
        context.TenantId = caller.TenantId;
        context.TenantSlug = caller.TenantSlug;
        context.Principal = caller.As ?? new UserPrincipal(caller.UserId, caller.SessionId, caller.TerminalId);
        context.ApprovalId = caller.ApprovalId;
        context.Access = access;
        context.Operation = $"TEST {request.GetType().Name}";
        context.IdempotencyKey = key;
        context.IfMatch = ifMatch;
        context.ClientAddress = caller.Address;
        context.TraceId = Activity.Current?.TraceId.ToHexString();
        var result = await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, CancellationToken.None);
        return new Reply<T>(result, context.Answer, context.IsReplay);
    }

    /// <summary>Sends a request before anyone is signed in.</summary>
    public async Task<T> SendAsync<T>(string? tenantSlug, IAnonymousCommand<T> request, string address = ClientAddress)
    {
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RequestContext>();
        context.TenantSlug = tenantSlug;
        context.Access = RouteAccess.Anonymous;
        context.Operation = $"TEST {request.GetType().Name}";
        context.ClientAddress = address;
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, CancellationToken.None);
    }

    /// <summary>
    /// Does something with a published service that no use case calls yet, in a transaction of its own that is undone when it throws.
    /// </summary>
    /// <param name="operation">Of the act that the service is to take part in.</param>
    /// <param name="request">What the caller asks for by that act.</param>
    public async Task<T> InTransactionAsync<TService, T>(
        Caller caller,
        RouteAccess access,
        Func<TService, Task<T>> work,
        string? operation = null,
        object? request = null,
        Access kind = Access.Bookkeeping
    )
        where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RequestContext>();
        context.TenantId = caller.TenantId;
        context.TenantSlug = caller.TenantSlug;
        context.Principal = caller.As ?? new UserPrincipal(caller.UserId, caller.SessionId, caller.TerminalId);
        context.ApprovalId = caller.ApprovalId;
        context.Access = access;
        context.Operation = operation ?? $"TEST {typeof(TService).Name}";
        context.Request = request;
        return await scope
            .ServiceProvider.GetRequiredService<IDb>()
            .InTransaction<T>(kind, async () => await work(scope.ServiceProvider.GetRequiredService<TService>()), CancellationToken.None);
    }

    /// <summary>The jobs, as a worker sees them.</summary>
    public JobQueue Jobs => services.GetRequiredService<JobQueue>();

    /// <summary>Does what is due, as a worker does, until nothing is; answers how many attempts that took.</summary>
    public async Task<int> WorkAsync(int maximumAttempts = 3)
    {
        for (var attempts = 0; ; )
        {
            var before = attempts;
            foreach (var due in await Jobs.DueAsync(100, CancellationToken.None))
            {
                if (await Jobs.TakeAsync(due, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), CancellationToken.None) is not { } taken)
                    continue;
                attempts++;
                try
                {
                    await Jobs.RunAsync(taken);
                }
                catch (JobHasGone)
                {
                    // Somebody else's.
                }
                catch (Exception e)
                {
                    await Jobs.FailAsync(taken, e, maximumAttempts);
                }
            }

            if (attempts == before)
                return attempts;
        }
    }

    /// <summary>Seals all that is final of a merchant's books, as the job does step by step.</summary>
    public Task SealBooksAsync(Caller caller, RouteAccess access) =>
        ToTheEndAsync(caller, access, laws => laws.SealAsync(CancellationToken.None));

    /// <summary>Proves all that is sealed and was last proven before a time.</summary>
    public Task ProveBooksAsync(Caller caller, RouteAccess access, DateTimeOffset since) =>
        ToTheEndAsync(caller, access, async laws => (await laws.ProveAsync(since, CancellationToken.None)).Left > 0);

    private async Task ToTheEndAsync(Caller caller, RouteAccess access, Func<ILaws, Task<bool>> step)
    {
        while (await InTransactionAsync<IEnumerable<ILaws>, bool>(caller, access, StepAsync))
        {
            // Each step is a transaction.
        }

        async Task<bool> StepAsync(IEnumerable<ILaws> books)
        {
            var isMoreLeft = false;
            foreach (var laws in books)
                isMoreLeft |= await step(laws);
            return isMoreLeft;
        }
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}

/// <summary>Who sends.</summary>
/// <param name="TerminalId">The till that the session is bound to.</param>
public sealed record Caller(Guid? TenantId, string? TenantSlug, Guid UserId, Guid SessionId, Guid? TerminalId = null)
{
    /// <summary>Whoever it is instead of a user: a till, a machine, an operator.</summary>
    public Principal? As { get; init; }

    /// <summary>The approval that is brought along.</summary>
    public Guid? ApprovalId { get; init; }

    /// <summary>Where the request comes from.</summary>
    public string Address { get; init; } = UseCases.ClientAddress;
}

/// <summary>What came back.</summary>
public sealed record Reply<T>(T Result, Answer? Answer, bool IsReplay);
