using FluentValidation;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PosCommerce.Application.Common;
using PosCommerce.Application.Common.Pipeline;
using PosCommerce.Infrastructure.Database;
using PosCommerce.Infrastructure.Security;

namespace PosCommerce.Infrastructure;

public static class DependencyInjection
{
    /// <summary>Everything below the web: the pipeline in its order, the use cases, the adapters, the database.</summary>
    public static IServiceCollection AddPosCommerce(
        this IServiceCollection services,
        IConfiguration configuration,
        bool isDevelopment,
        TimeProvider? clock = null
    )
    {
        services.AddSingleton<TimeProvider>(new DatabaseClock(clock ?? TimeProvider.System));
        services.AddScoped<RequestContext>();
        services.AddScoped<IActor>(s => s.GetRequiredService<RequestContext>());

        services.AddSingleton(_ => DataSource.Create(configuration));
        services.AddScoped<Db>();
        services.AddScoped<IDb>(s => s.GetRequiredService<Db>());
        services.AddScoped<IUnitOfWork>(s => s.GetRequiredService<Db>());
        services.AddScoped<IApprovals, Approvals>();
        services.AddScoped<IAuditTrail, AuditTrail>();
        services.AddScoped<IJobs, Jobs>();
        services.AddScoped<IRights, Rights>();
        services.AddScoped<ITidy, KeysTidying>();
        services.AddSingleton(new JobKinds(ContextAssemblies.All));
        services.AddSingleton<JobQueue>();
        services.AddSingleton<ITenants, Tenants>();
        services.AddSingleton<IReadiness, Readiness>();

        services.AddSingleton(new SigningKeys(configuration, isDevelopment));
        services.AddSingleton(new EncryptionKeys(configuration, isDevelopment));
        services.AddSingleton<Application.Identity.Ports.ISecretBox, SecretBox>();
        services.AddSingleton<ISeal, Seal>();
        services.AddHostedService<KeysAtStart>();
        services.AddSingleton(_ => Argon2.Engine);
        services.AddSingleton<HashingGates>();
        services.AddHostedService<HashingEngineReport>();
        services.AddScoped<PasswordHasher>();
        services.AddScoped<Application.Identity.Ports.IPasswordHasher>(s => s.GetRequiredService<PasswordHasher>());
        services.AddScoped<AccessTokens>();
        services.AddScoped<Application.Identity.Ports.IAccessTokens>(s => s.GetRequiredService<AccessTokens>());
        services.AddScoped<Application.Platform.Ports.IOperatorCredentials, OperatorCredentials>();

        services.AddSingleton<Application.Sales.Ports.IReceiptDrawing, Paper.ReceiptDrawing>();

        services.AddTransient<ServiceFactory>(s => s.GetRequiredService);
        services.AddTransient<IMediator, Mediator>();
        services.AddTransient<ISender, MediatorSender>();
        services.AddPipeline();
        services.AddUseCases();
        return services;
    }

    private static void AddPipeline(this IServiceCollection services)
    {
        // Registered in the order in which they decide.
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(TracingBehaviour<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(TenantScopeBehaviour<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(PermissionBehaviour<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(ValidationBehaviour<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(IdempotencyBehaviour<,>));
    }

    private static void AddUseCases(this IServiceCollection services)
    {
        ValidatorOptions.Global.LanguageManager = new HouseTexts();
        services.AddValidatorsFromAssemblies(ContextAssemblies.All, ServiceLifetime.Singleton, includeInternalTypes: true);
        services.Scan(scan =>
            scan.FromAssemblies(ContextAssemblies.All)
                .AddClasses(c => c.Where(IsPartOfAContext), publicOnly: false)
                .AsSelfWithInterfaces()
                .WithScopedLifetime()
                .FromAssemblies(typeof(DependencyInjection).Assembly)
                .AddClasses(
                    c => c.InExactNamespaces("PosCommerce.Infrastructure.Contexts").Where(type => !type.IsNested),
                    publicOnly: false
                )
                .AsImplementedInterfaces()
                .WithScopedLifetime()
        );
    }

    /// <summary>
    /// The one rule: what stands in a context and is neither data nor a validator is a part of it, by its own name and by what it
    /// implements, once a request. Data is records.
    /// </summary>
    public static bool IsPartOfAContext(Type type) =>
        type.Namespace == type.Assembly.GetName().Name
        && !type.IsNested
        && !type.IsAssignableTo(typeof(IValidator))
        && type.GetMethod("<Clone>$") is null;
}
