using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PosCommerce.Application.Common;
using PosCommerce.Infrastructure;
using PosCommerce.Local;

namespace PosCommerce.Bench;

/// <summary>Seals the past of a merchant, by the product's own service.</summary>
internal static class HistorySeals
{
    public static async Task MakeAsync(LocalDatabase database, Merchants merchant, CancellationToken ct)
    {
        var (tenant, admin) = (Merchants.Id(1, merchant.First, 0), Merchants.Id(5, merchant.First, merchant.Tills));
        var session = Guid.NewGuid();
        await using (var source = NpgsqlDataSource.Create(database.Admin))
        await using (
            var command = source.CreateCommand(
                """
                insert into identity.session (tenant_id, session_id, user_id, started_at, expires_at)
                values ($1, $2, $3, now(), now() + interval '1 day')
                """
            )
        )
        {
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = session });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = admin });
            await command.ExecuteNonQueryAsync(ct);
        }

        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:PosCommerce"] = database.App })
            .Build();
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(configuration);
        collection.AddPosCommerce(configuration, isDevelopment: true);
        await using var services = collection.BuildServiceProvider();
        bool isMoreLeft;
        do isMoreLeft = await StepAsync(services, tenant, admin, session, ct);
        while (isMoreLeft);
    }

    private static async Task<bool> StepAsync(ServiceProvider services, Guid tenant, Guid admin, Guid session, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RequestContext>();
        context.TenantId = tenant;
        context.Principal = new UserPrincipal(admin, session);
        context.Access = RouteAccess.Requires(Permissions.Operations.Read);
        context.Operation = "BENCH";
        return await scope
            .ServiceProvider.GetRequiredService<IDb>()
            .InTransaction<bool>(
                Access.Bookkeeping,
                async () =>
                {
                    var isMoreLeft = false;
                    foreach (var laws in scope.ServiceProvider.GetServices<ILaws>())
                        isMoreLeft |= await laws.SealAsync(ct);
                    return isMoreLeft;
                },
                ct
            );
    }
}
