using System.Text.Json.Nodes;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Generated;
using static PosCommerce.WebApi.Tests.Generated.Example;

namespace PosCommerce.WebApi.Tests.Examples;

/// <summary>What operators of the platform ask for.</summary>
internal sealed class PlatformExamples : IExamples
{
    public IEnumerable<Example> Of(Merchant merchant)
    {
        var (tenant, _, password, tag) = merchant;
        return
        [
            Post("SignInOperator", "/v1/platform/sign-in", Members(("email", "operator@platform.example"), ("password", password))),
            Unkeyed(
                "CreateTenant",
                "/v1/platform/tenants",
                new JsonObject
                {
                    ["slug"] = $"t-{tag}",
                    ["name"] = "Corner shop",
                    ["store"] = Members(("code", "MAIN"), ("name", "Main"), ("currency", "EUR"), ("timeZone", "Europe/Berlin")),
                    ["admin"] = Members(("email", "owner@corner.example"), ("name", "Owner")),
                }
            ),
            Post("SuspendTenant", $"/v1/platform/tenants/{DemoData.Tenant(tenant)}/suspend", Members(("reason", "Unpaid"))) with
            {
                Refine = ToTheNewOne,
            },
            Post("ReopenTenant", $"/v1/platform/tenants/{DemoData.Tenant(tenant)}/reopen", null) with
            {
                Refine = ToTheNewOne,
            },
            Get("ListPlatformAuditLog", "/v1/platform/audit-log"),
            Post("SignOutOperator", "/v1/platform/sign-out", null),
        ];
    }

    // The merchant who sends the others goes on selling.
    private static Example ToTheNewOne(Example example, IReadOnlyDictionary<string, JsonNode> answers) =>
        example with
        {
            Path = $"/v1/platform/tenants/{answers["CreateTenant"]["tenantId"]}/{example.Path.Split('/')[^1]}",
        };
}
