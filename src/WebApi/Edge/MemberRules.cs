using PosCommerce.Application.Common;
using PosCommerce.WebApi.OpenApi;

namespace PosCommerce.WebApi.Edge;

/// <summary>What reading needs to know of a member.</summary>
/// <param name="Text">Of which kind the text is, or each text of the list.</param>
/// <param name="MaximumLength">Of the text.</param>
/// <param name="MaximumItems">Of the list.</param>
/// <param name="Decimals">Of the number.</param>
internal sealed record MemberRule(TextKind? Text = null, int? MaximumLength = null, int? MaximumItems = null, int? Decimals = null)
{
    public MemberRule And(MemberRule other) =>
        new(Text ?? other.Text, MaximumLength ?? other.MaximumLength, MaximumItems ?? other.MaximumItems, Decimals ?? other.Decimals);
}

/// <summary>
/// How each member of the requests is read, as their validators say it: the one source of bounds says of which kind a text is, too,
/// so that a new request is read, refused and described by what its validator alone says.
/// </summary>
internal sealed class MemberRules
{
    private readonly Dictionary<(Type Owner, string Member), MemberRule> rules = [];

    public MemberRules(UseCases useCases, IServiceProvider services)
    {
        foreach (var said in useCases.All.SelectMany(request => ValidatedMember.Of(request, services)))
        {
            if (RuleOf(said) is { } rule)
                rules[(said.Owner, said.Member)] = rules.TryGetValue((said.Owner, said.Member), out var known) ? known.And(rule) : rule;
        }
    }

    public IReadOnlyDictionary<(Type Owner, string Member), MemberRule> All => rules;

    public MemberRule? Of(Type owner, string member) => rules.GetValueOrDefault((owner, member));

    private static MemberRule? RuleOf(ValidatedMember said) =>
        said.Component.Validator switch
        {
            ITextRule text => new MemberRule(Text: text.Kind, MaximumLength: (text as FluentValidation.Validators.ILengthValidator)?.Max),
            ICountValidator count => new MemberRule(MaximumItems: count.Maximum),
            IDecimalsRule number => new MemberRule(Decimals: number.Decimals),
            _ => null,
        };
}
