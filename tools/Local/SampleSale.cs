using PosCommerce.Domain.Common;

namespace PosCommerce.Local;

/// <summary>A basket that somebody of the demo shop can sell, looked up from what its data really holds.</summary>
internal sealed record SampleSale(string Email, Guid StoreId, Guid TerminalId, string Barcode, long Price)
{
    internal const int Quantity = 2;

    private const long Note = 5_000;

    /// <summary>One paste: signs in, keeps the token in a variable, sells for cash.</summary>
    internal string Curl(Uri address, string password)
    {
        var cash = ((Price * Quantity / Note) + 1) * Note;
        var signIn = $$"""{"email":"{{Json(Email)}}","password":"{{Json(password)}}"}""";
        var sale = FormattableString.Invariant(
            $$"""{"storeId":"{{StoreId}}","terminalId":"{{TerminalId}}","lines":[{"barcode":"{{Barcode}}","quantity":{{Quantity}}}],"tenders":[{"method":"cash","amount":{{cash}}}]}"""
        );
        const string json = "-H 'Content-Type: application/json'";
        return $"TOKEN=$(curl -sS {new Uri(address, "/v1/auth/sign-in")} -H 'X-Tenant: demo' {json} -d {Quoted(signIn)} | sed 's/.*\"accessToken\":\"\\([^\"]*\\)\".*/\\1/') && "
            + $"curl -sS {new Uri(address, "/v1/sales")} -H \"Authorization: Bearer $TOKEN\" -H 'X-Tenant: demo' -H 'Idempotency-Key: {Ids.New()}' {json} -d {Quoted(sale)}";
    }

    private static string Json(string text) => System.Text.Json.JsonEncodedText.Encode(text).ToString();

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
