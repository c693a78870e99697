using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Customers;

/// <summary>Records what a customer agrees to, or takes back. What was recorded before stays.</summary>
/// <param name="Kind">To what, as in `newsletter`: lower-case letters, digits and hyphens.</param>
/// <param name="IsGiven">False when it is taken back.</param>
/// <param name="Source">Where they said so, as in `till` or `signup-form-3`: a code, and nobody's name.</param>
/// <param name="ToldAt">When they said so; now when left out.</param>
public sealed record RecordConsent(Guid CustomerId, string Kind, bool IsGiven, string Source, DateTimeOffset? ToldAt = null)
    : ICommand<Consent>;

internal sealed class RecordConsentValidator : AbstractValidator<RecordConsent>
{
    private const string Form = @"^[a-z0-9][a-z0-9-]{0,49}\z";
    private const string Message = "Must be 1 to 50 lower-case letters, digits and hyphens, not a hyphen first.";

    public RecordConsentValidator()
    {
        RuleFor(c => c.Kind).Code(Form, Message);
        RuleFor(c => c.Source).Code(Form, Message);
    }
}

internal sealed class RecordConsentHandler(IDb db, CustomerRecords customers, IActor actor) : ICommandHandler<RecordConsent, Consent>
{
    private const string AddSql = """
        insert into customers.consent (consent_id, customer_id, kind, is_given, source, told_at, recorded_at, recorded_by)
        values (@ConsentId, @CustomerId, @Kind, @IsGiven, @Source, @ToldAt, @RecordedAt, @RecordedBy)
        """;

    public async Task<Consent> Handle(RecordConsent command, CancellationToken ct)
    {
        var customer = await customers.GetAsync(command.CustomerId, ct);
        if (customer.IsErased)
            throw new Refused(CustomerErrors.CustomerIsErased);
        if (command.ToldAt > actor.Now)
        {
            var mistakes = new Mistakes();
            mistakes.Add("toldAt", "Must not lie in the future.");
            throw new Refused(mistakes.ToError());
        }

        var consent = new Consent(
            Ids.New(),
            customer.CustomerId,
            command.Kind,
            command.IsGiven,
            command.Source,
            command.ToldAt ?? actor.Now,
            actor.Now,
            actor.ActorId
        );
        db.Enqueue(AddSql, consent);
        return consent;
    }
}
