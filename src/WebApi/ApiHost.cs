using System.Reflection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PosCommerce.Application.Common;
using PosCommerce.Infrastructure;
using PosCommerce.WebApi.Edge;
using PosCommerce.WebApi.OpenApi;
using PosCommerce.WebApi.Work;

namespace PosCommerce.WebApi;

/// <summary>
/// Puts the API together. Nothing here touches keys, the database or native libraries: the build describes the API by
/// making it without running it.
/// </summary>
public static class ApiHost
{
    private const int KiB = 1024;

    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                // Settings come from the environment and the command line; there is no file to watch.
                Args = ["--hostBuilder:reloadConfigOnChange=false", .. args],
                ApplicationName = typeof(ApiHost).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        // Everywhere, not only in Development: what cannot be made does not start, instead of failing the first who needs it.
        builder.Host.UseDefaultServiceProvider(provider => (provider.ValidateOnBuild, provider.ValidateScopes) = (true, true));
        AddServer(builder);
        AddLogs(builder);
        AddApi(builder);
        AddWork(builder);
        builder.Services.AddPosCommerce(builder.Configuration, builder.Environment.IsDevelopment());
        if (IsOnlyDescribed)
            StartNothing(builder.Services);
        configure?.Invoke(builder);
        TelemetryExport.Add(builder.Services, builder.Configuration);

        var app = builder.Build();
        if (Role.Of(app.Configuration).ServesRequests)
            UsePipeline(app);
        else
            UseHealth(app);
        return app;
    }

    // The build's own tool starts the host to ask it for its description.
    private static bool IsOnlyDescribed => Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";

    // Where there are no keys, no database and no work, nothing of ours may begin.
    private static void StartNothing(IServiceCollection services)
    {
        foreach (var ours in services.Where(s => s.ServiceType == typeof(IHostedService) && IsOurs(s)).ToList())
            services.Remove(ours);

        static bool IsOurs(ServiceDescriptor service) =>
            (service.ImplementationType ?? service.ImplementationFactory?.Method.DeclaringType)
                ?.Assembly.GetName()
                .Name?.StartsWith("PosCommerce.", StringComparison.Ordinal)
                is true;
    }

    private static void AddServer(WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(UnreadableRequests.Explain));
            var limits = kestrel.Limits;
            limits.MaxRequestBodySize = RequestBody.Largest;
            limits.MaxRequestLineSize = 8 * KiB;
            limits.MaxRequestHeadersTotalSize = 16 * KiB;
            limits.MaxRequestHeaderCount = 64;
            limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
            limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            limits.MinResponseDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

            // Slow and idle connections cost little but not nothing; beyond this, new ones are closed at once.
            limits.MaxConcurrentConnections = 10_000;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(25));

        // Only a proxy that the operator names is believed about where a request comes from. With an empty list the
        // middleware would believe everybody, so it is switched off then.
        builder
            .Services.AddOptions<ForwardedHeadersOptions>()
            .Configure<IConfiguration>(
                (options, configuration) =>
                {
                    options.KnownIPNetworks.Clear();
                    options.KnownProxies.Clear();
                    foreach (var network in configuration.GetSection("Edge:TrustedProxies").GetChildren())
                        options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network.Value!)); // Leaves of configuration have values.
                    options.ForwardedHeaders =
                        options.KnownIPNetworks.Count == 0
                            ? ForwardedHeaders.None
                            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
                }
            );
    }

    private static void AddLogs(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);

        // The request's own scope carries the trace id, under the name that problems use.
        builder.Logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.None);
        if (builder.Environment.IsDevelopment())
            builder.Logging.AddSimpleConsole(options => options.SingleLine = true);
        else
            builder.Logging.AddJsonConsole(options =>
            {
                options.IncludeScopes = true;
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "O";
            });
    }

    private static void AddApi(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddMvcCore(StrictBinding.Configure)
            .AddApiExplorer()
            .AddJsonOptions(options => Json.Configure(options.JsonSerializerOptions))
            .ConfigureApiBehaviorOptions(options =>
            {
                options.InvalidModelStateResponseFactory = StrictBinding.Refuse;
                options.SuppressMapClientErrors = true;
            });
        services.ConfigureHttpJsonOptions(options => Json.Configure(options.SerializerOptions));
        services.Configure<RouteOptions>(options => options.SetParameterPolicy<UuidRouteConstraint>("guid"));
        services.AddSingleton<QueryNames>();
        services.AddSingleton<MemberRules>();
        services.AddSingleton<RequestJson>();
        services.AddSingleton<JsonReading>();
        services.TryAddEnumerable(ServiceDescriptor.Transient<IApiDescriptionProvider, RequestDescriptions>());
        services.AddCors(cors =>
            cors.AddDefaultPolicy(policy =>
                policy
                    // Leaves of configuration have values.
                    .WithOrigins([.. builder.Configuration.GetSection("Edge:AllowedOrigins").GetChildren().Select(origin => origin.Value!)])
                    .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE")
                    .WithHeaders(
                        "Authorization",
                        "Content-Type",
                        "If-Match",
                        "If-None-Match",
                        RequestContextMiddleware.IdempotencyKeyHeader,
                        RequestContextMiddleware.TenantHeader,
                        RequestContextMiddleware.ApprovalHeader
                    )
                    .WithExposedHeaders("ETag", "Location", "Retry-After", AnswerResult.ReplayedHeader)
            )
        );
        BearerTokens.Add(services);
        IsPackedAttribute.Add(services);
        ApiDocument.Add(services);
    }

    // Which role it is stands in the settings, of which a test brings some after this: so it is asked when the host is made.
    private static void AddWork(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(s => s.GetRequiredService<IConfiguration>().GetSection("Jobs").Get<JobSettings>() ?? new JobSettings());
        services.AddSingleton<KeyUseRecorder>();
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<KeyUseRecorder>());
        services.AddSingleton<IHostedService>(s =>
            Role.Of(s.GetRequiredService<IConfiguration>()).DoesJobs ? ActivatorUtilities.CreateInstance<JobWorker>(s) : new NoWork()
        );
    }

    // Whoever runs it asks a worker, too, how it is.
    private static void UseHealth(WebApplication app)
    {
        app.UseMiddleware<ResponseHeadersMiddleware>();
        app.UseMiddleware<ProblemMiddleware>();
        Health.Map(app);
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<RequestLogMiddleware>();
        app.UseMiddleware<ResponseHeadersMiddleware>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<StrictAddressMiddleware>();
        ApiPage.Use(app);
        app.UseRouting();
        IsPackedAttribute.Use(app);
        app.UseCors();
        app.UseAuthentication();
        app.UseMiddleware<RequestContextMiddleware>();
        app.UseMiddleware<ApiKeyUseMiddleware>();
        app.MapControllers();
        ApiDocument.Map(app);
        Health.Map(app);
    }
}
