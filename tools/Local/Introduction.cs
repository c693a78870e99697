using System.Text;

namespace PosCommerce.Local;

/// <summary>What is told once the API answers: where, as whom, what to try first, what cannot be offered, and where the data is.</summary>
internal static class Introduction
{
    internal static string Of(Uri address, LocalData data, DemoShop shop, string? demoFailure)
    {
        var text = new StringBuilder();
        text.AppendLine()
            .AppendLine(
                $"""
                PosCommerce serves at {address}
                  API page  {new Uri(address, "/docs")}
                """
            );
        var label = "Sign in";
        foreach (var place in shop.Accounts.Where(account => account.Trouble is null).GroupBy(account => account.Place))
        {
            text.AppendLine($"  {label, -8}  {place.Key}: {string.Join(", ", place.Select(account => account.Email))}{Where(place.Key)}");
            label = "";
        }

        if (label.Length == 0)
            text.AppendLine($"  Password  {data.Passwords.Demo}");
        text.AppendLine($"  Data      {data.Place}{(data.IsLocal ? $"; passwords and keys in {data.Folder}" : "")}").AppendLine();

        var missing = Missing(shop, demoFailure).ToList();
        if (missing.Count > 0)
        {
            text.AppendLine("Not as the demo data made it:");
            missing.ForEach(line => text.AppendLine($"  {line}"));
            text.AppendLine("`./build.sh run --fresh` begins anew; everything sold and changed so far is lost.").AppendLine();
        }

        if (shop.Sale is { } sale)
        {
            text.AppendLine("Sell something (the same line again answers the same sale):")
                .AppendLine()
                .AppendLine(sale.Curl(address, data.Passwords.Demo))
                .AppendLine();
        }

        return text.AppendLine("Ctrl-C stops everything; the data stays.").ToString();
    }

    private static IEnumerable<string> Missing(DemoShop shop, string? demoFailure)
    {
        if (demoFailure is not null)
            yield return $"The demo data could not be renewed: {demoFailure}";
        foreach (var account in shop.Accounts.Where(account => account.Trouble is not null))
            yield return $"{account.Email} cannot sign in: {account.Trouble}.";
        if (shop.Sale is null)
            yield return $"No sale can be shown: {shop.WhyNoSale}.";
    }

    private static string Where(string place) => place == "platform" ? ", at /v1/platform/sign-in" : "";
}
