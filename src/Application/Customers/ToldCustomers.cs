using PosCommerce.Application.Common;
using PosCommerce.Application.Customers.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Customers;

namespace PosCommerce.Application.Customers;

/// <summary>Reads what was told of a customer: telephone numbers as E.164 writes them, and a group that is there.</summary>
internal sealed class ToldCustomers(ICustomerGroups groups, IHomeCountry home)
{
    /// <param name="known">What was known until now; null of a new customer.</param>
    /// <exception cref="Refused">A telephone number is none, or the group is not there or archived.</exception>
    public async Task<Customer> ReadAsync(CustomerDetails told, Customer? known, Guid customerId, DateTimeOffset now, CancellationToken ct)
    {
        // Whoever is in a group stays in it when it is archived.
        var asked = told.CustomerGroupId is { } group && group != known?.CustomerGroupId ? groups.IsInUse(group) : null;
        var phones = await PhonesAsync(told, ct);
        if (asked is not null)
            await RequireAsync(asked, ct);
        return new Customer(
            customerId,
            told.Kind,
            told.Name!, // The validator wants one.
            told.GivenName,
            told.FamilyName,
            told.Company,
            told.TaxId,
            told.CardNumber,
            [.. (told.Emails ?? []).DistinctBy(HumanText.SmallLetters, StringComparer.Ordinal)],
            phones,
            told.Addresses ?? [],
            told.Language,
            told.Note,
            told.CustomerGroupId,
            told.TaxExemption,
            known?.CreatedAt ?? now,
            IsErased: false,
            IsArchived: false,
            known?.Version ?? 1
        );
    }

    private static async Task RequireAsync(Deferred<bool> asked, CancellationToken ct)
    {
        if (await asked.ToListAsync(ct) is not [var isInUse])
            throw new Refused(CustomerErrors.GroupNotFound);
        if (!isInUse)
            throw new Refused(CustomerErrors.GroupIsArchived);
    }

    private async Task<IReadOnlyList<string>> PhonesAsync(CustomerDetails told, CancellationToken ct)
    {
        var written = told.Phones ?? [];
        var country = (told.Addresses ?? []).Select(a => a.Country).FirstOrDefault(c => c is not null);
        if (country is null && written.Any(phone => !phone.StartsWith('+')))
            country = await home.Find().SingleOrDefaultAsync(ct);
        var read = written.Select(phone => Phones.Read(phone, country)).ToList();
        var mistakes = new Mistakes();
        foreach (var (place, phone) in read.Index())
        {
            if (phone is null)
                mistakes.Add(
                    $"phones[{place}]",
                    $"Must be a telephone number, with a plus or as it is dialled in {country ?? "a country that an address names"}."
                );
        }

        return mistakes.IsEmpty ? [.. read.OfType<string>().Distinct(StringComparer.Ordinal)] : throw new Refused(mistakes.ToError());
    }
}
