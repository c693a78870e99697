using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Platform.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Platform;

/// <summary>Makes a merchant with its first store and its first admin, all of it or none.</summary>
/// <param name="Slug">Its short name, a host label; it cannot be changed later.</param>
/// <param name="TenantId">The caller's own id for it, a UUIDv7; made here when left out.</param>
public sealed record CreateTenant(string Slug, string Name, NewStore Store, NewAdmin Admin, Guid? TenantId = null)
    : ICommand<CreatedTenant>,
        ITenantRequest,
        ICreates,
        IShownOnce
{
    // The tenant is entered before the handler runs, so a new one needs its id from the start.
    private readonly Guid made = Ids.New();

    Guid? ITenantRequest.TenantId => TenantId ?? made;
}

/// <param name="Code">Short name, printed in document numbers.</param>
/// <param name="Currency">ISO 4217 code of all its amounts.</param>
/// <param name="TimeZone">IANA time zone.</param>
/// <param name="PricesIncludeTax">Whether the prices on its shelves contain the tax.</param>
public sealed record NewStore(string Code, string Name, string Currency, string TimeZone, bool PricesIncludeTax = true);

public sealed record NewAdmin(string Email, string Name);

/// <param name="AdminId">The user who holds every permission in all of its stores.</param>
/// <param name="SetPasswordToken">Lets the admin set a password with POST /v1/auth/set-password. It is shown now and never again.</param>
/// <param name="SetPasswordUntil">Until when the token works.</param>
public sealed record CreatedTenant(Guid TenantId, Guid StoreId, Guid AdminId, string SetPasswordToken, DateTimeOffset SetPasswordUntil)
    : IResource
{
    string IResource.Location => $"/v1/platform/tenants/{TenantId}";
}

/// <summary>Told when a merchant joined the platform.</summary>
public sealed record TenantCreated(Guid TenantId, string Slug, string Name) : IBusinessEvent
{
    string IBusinessEvent.Type => "platform.tenant_created";
}

internal sealed class CreateTenantValidator : AbstractValidator<CreateTenant>
{
    public CreateTenantValidator()
    {
        RuleFor(c => c.Slug).Code(TenantName.Form, "Must be a host label: lower-case letters, digits and hyphens, at most 63.");
        RuleFor(c => c.Name).ShortText(200);
        RuleFor(c => c.TenantId).NotEqual(Guid.Empty);
        RuleFor(c => c.Store)
            .ChildRules(store =>
            {
                store.RuleFor(s => s.Code).Code(@"^[A-Z0-9]{1,10}\z", "Must be 1 to 10 capital letters and digits.");
                store.RuleFor(s => s.Name).ShortText(200);
                store.RuleFor(s => s.Currency).Currency();
                store.RuleFor(s => s.TimeZone).TimeZone();
            });
        RuleFor(c => c.Admin)
            .ChildRules(admin =>
            {
                admin.RuleFor(a => a.Email).Email();
                admin.RuleFor(a => a.Name).ShortText(200);
            });
    }
}

internal sealed class CreateTenantHandler(
    IDb db,
    IMerchants merchants,
    IFirstStore firstStore,
    IPredefined predefined,
    RequestContext context
) : ICommandHandler<CreateTenant, CreatedTenant>
{
    public Task<CreatedTenant> Handle(CreateTenant command, CancellationToken ct)
    {
        var tenant = context.TenantId!.Value; // The request names one.
        merchants.Register(command.Slug, command.Name);
        var store = firstStore.Open(
            command.Store.Code,
            command.Store.Name,
            command.Store.Currency,
            command.Store.TimeZone,
            command.Store.PricesIncludeTax
        );
        predefined.Add();
        var admin = merchants.AddAdmin(command.Slug, command.Admin.Email, command.Admin.Name);
        db.Publish(new TenantCreated(tenant, command.Slug, command.Name));
        return Task.FromResult(new CreatedTenant(tenant, store, admin.UserId, admin.Token, admin.ExpiresAt));
    }
}
