using System.Text.Json.Nodes;
using PosCommerce.Domain.Identity;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Generated;
using static PosCommerce.WebApi.Tests.Generated.Example;

namespace PosCommerce.WebApi.Tests.Examples;

/// <summary>What people, tills and machines ask for about who they are and what they may do.</summary>
internal sealed class IdentityExamples : IExamples
{
    public IEnumerable<Example> Of(Merchant merchant)
    {
        var (tenant, its, password, tag) = merchant;
        return
        [
            Post("SignIn", "/v1/auth/sign-in", Members(("email", $"admin@{tenant}.example"), ("password", password))),
            Post("RefreshSession", "/v1/auth/refresh", Members(("refreshToken", its.RefreshToken))),
            Post("SetPassword", "/v1/auth/set-password", Members(("token", its.PasswordToken), ("password", "nine green bottles hanging"))),
            Post("SetMyPin", "/v1/me/pin", Members(("password", password), ("pin", "4711"))),
            Get("ListTerminalStaff", "/v1/auth/pin/staff"),
            Post("SignInByPin", "/v1/auth/pin", Members(("userId", its.UserId), ("pin", "4711"))) with
            {
                // Whoever sends them has a PIN by now.
                Refine = (example, answers) =>
                    example with
                    {
                        Body = Members(("userId", (string?)answers["GetMe"]["user"]?["userId"]), ("pin", "4711")),
                    },
            },
            Post("BeginTotp", "/v1/me/totp", Members(("password", password))),
            Post("ConfirmTotp", "/v1/me/totp/confirm", Members(("code", "000000"))) with
            {
                // Shown when it is begun.
                Refine = (example, answers) => WithCode(example, CodeOf((string)answers["BeginTotp"]["secret"]!)),
            },
            // A code of the app counts once, so the rest goes by recovery codes.
            Post("VerifyTotp", "/v1/me/totp/verify", Members(("code", "000000"))) with
            {
                Refine = (example, answers) => WithCode(example, answers["ConfirmTotp"]["codes"]?[0]),
            },
            Post("ReplaceRecoveryCodes", "/v1/me/totp/recovery-codes", Members(("code", "000000"))) with
            {
                Refine = (example, answers) => WithCode(example, answers["ConfirmTotp"]["codes"]?[1]),
            },
            Post("RemoveTotp", "/v1/me/totp/remove", Members(("password", password), ("code", "000000"))) with
            {
                Refine = (example, answers) => WithCode(example, answers["ReplaceRecoveryCodes"]["codes"]?[0]),
            },
            Post("EndMySession", $"/v1/sessions/{its.SessionId}/end", null),
            Post("EndMyOtherSessions", "/v1/sessions/end-others", null),
            Post("ApproveChallenge", $"/v1/approvals/{its.ChallengeId}/approve", Members(("approver", null))),
            Get("ListUsers", "/v1/users?search=admin"),
            Unkeyed(
                "InviteUser",
                "/v1/users",
                new JsonObject
                {
                    ["email"] = $"new-{tag}@{tenant}.example",
                    ["name"] = "Newcomer",
                    ["grants"] = new JsonArray(Members(("roleId", DemoData.Role(tenant, "cashier")), ("storeId", DemoData.Store(tenant)))),
                }
            ),
            // The third version: the first had no role, the second no password.
            Put("ChangeUser", $"/v1/users/{its.UserId}", 3, Members(("email", $"changed-{tag}@{tenant}.example"), ("name", "Changed"))),
            Unkeyed("MakePasswordLink", $"/v1/users/{its.UserId}/password-link", null),
            Post("SetUserPin", $"/v1/users/{its.UserId}/pin", Members(("pin", "4711"))),
            Post("RemoveUserPin", $"/v1/users/{its.UserId}/pin/remove", null),
            Post("ResetUserTotp", $"/v1/users/{its.UserId}/totp/reset", null),
            Post(
                "GrantRole",
                $"/v1/users/{its.UserId}/grants",
                Members(("roleId", DemoData.Role(tenant, "cashier")), ("storeId", DemoData.Store(tenant)))
            ),
            Post("RevokeGrant", $"/v1/users/{its.UserId}/grants/{its.GrantId}/revoke", null),
            Post("EndUserSessions", $"/v1/users/{its.UserId}/sessions/end", Members(("sessionId", null))),
            Post("DisableUser", $"/v1/users/{its.UserId}/disable", null),
            Post("EnableUser", $"/v1/users/{its.UserId}/enable", null),
            Post("CreateRole", "/v1/roles", Members(("code", $"new-{tag}"), ("name", "New"), ("permissions", new JsonArray("core.read")))),
            Put(
                "ChangeRole",
                $"/v1/roles/{its.RoleId}",
                1,
                Members(("name", "Changed"), ("permissions", new JsonArray("core.read", "catalog.read")))
            ),
            Post("ArchiveRole", $"/v1/roles/{its.RoleId}/archive", null),
            Unkeyed(
                "CreateApiKey",
                "/v1/api-keys",
                new JsonObject
                {
                    ["name"] = "New",
                    ["permissions"] = new JsonArray("core.read"),
                    ["storeIds"] = new JsonArray(JsonValue.Create(DemoData.Store(tenant))),
                }
            ),
            Unkeyed("RotateApiKey", $"/v1/api-keys/{its.ApiKeyId}/rotate", Members(("overlapMinutes", 5))),
            Post("RevokeApiKey", $"/v1/api-keys/{its.ApiKeyId}/revoke", null),
            Post(
                "ChangeMyPassword",
                "/v1/me/password",
                Members(("currentPassword", "wrong"), ("newPassword", "nine green bottles hanging"))
            ) with
            {
                Refine = (example, _) =>
                    example with
                    {
                        Body = Members(("currentPassword", password), ("newPassword", "nine green bottles hanging")),
                    },
            },
            Post("SignOut", "/v1/auth/sign-out", null) with
            {
                IsLast = true,
            },
        ];
    }

    private static string CodeOf(string secret) => Totp.CodeAt(Base32.Read(secret), Totp.StepAt(DateTimeOffset.UtcNow));

    private static Example WithCode(Example example, JsonNode? code)
    {
        var body = example.Body!.DeepClone(); // Whoever asks for a code has one.
        body["code"] = code?.DeepClone();
        return example with { Body = body };
    }
}
