using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// Says how the merchant's in-store numbers are made up from now on. Codes of articles stay as they were entered: an article that was
/// entered by one of its labels before is entered again.
/// </summary>
/// <param name="Patterns">All of them; a prefix belongs to one.</param>
public sealed record ChangeCodePatterns(IReadOnlyList<CodePattern> Patterns) : ICommand<CurrentCodePatterns>, IEdit;

internal sealed class CodePatternValidator : AbstractValidator<CodePattern>
{
    public CodePatternValidator()
    {
        RuleFor(p => p.Prefix).NotNull().Code(@"^(02|04|2[0-9])[0-9]{0,7}\z", "Must be 2 to 9 digits that begin with 02, 04 or 20 to 29.");
        RuleFor(p => p.ItemDigits).InclusiveBetween(1, CodePattern.Length);
        RuleFor(p => p.ValueDigits).InclusiveBetween(CodePattern.FewestValueDigits, CodePattern.MostValueDigits);
        RuleFor(p => p.Kind).IsInEnum();
        RuleFor(p => p.Decimals).InclusiveBetween(0, CodePattern.MaximumDecimals);
    }
}

internal sealed class ChangeCodePatternsValidator : AbstractValidator<ChangeCodePatterns>
{
    private static readonly CodePatternValidator Members = new();

    public ChangeCodePatternsValidator()
    {
        RuleFor(c => c.Patterns).NotNull().AtMost(50);
        RuleForEach(c => c.Patterns).SetValidator(Members);
        RuleForEach(c => c.Patterns).Must(pattern => ProblemOf(pattern) is null).WithMessage((_, pattern) => ProblemOf(pattern) ?? "");
        RuleFor(c => c.Patterns).Must(patterns => ProblemOf(patterns) is null).WithMessage((_, patterns) => ProblemOf(patterns) ?? "");
    }

    // What is wrong with a member is told where it stands.
    private static string? ProblemOf(CodePattern? pattern) =>
        pattern is not null && Members.Validate(pattern).IsValid ? CodePattern.Problem(pattern) : null;

    private static string? ProblemOf(IReadOnlyList<CodePattern>? patterns) =>
        patterns is null || patterns.Any(p => p is null || CodePattern.Problem(p) is not null) ? null : CodePattern.Problem(patterns);
}

internal sealed class ChangeCodePatternsHandler(IDb db, CodePatterns patterns, IActor actor)
    : ICommandHandler<ChangeCodePatterns, CurrentCodePatterns>
{
    private const string AddSql = """
        insert into catalog.code_patterns (version, patterns, changed_at, changed_by)
        values (@Version, @Patterns::jsonb, @Now, @ChangedBy)
        """;

    public async Task<CurrentCodePatterns> Handle(ChangeCodePatterns command, CancellationToken ct)
    {
        var before = await patterns.CurrentAsync(ct);
        actor.RequireVersion(before.Version);
        var after = new CurrentCodePatterns(command.Patterns, before.Version + 1, actor.Now, actor.ActorId);
        db.Changes(before, after);
        // Whoever was faster has taken its number.
        db.Enqueue(
                AddSql,
                new
                {
                    after.Version,
                    Patterns = CodePatterns.Write(after.Patterns),
                    actor.Now,
                    ChangedBy = actor.ActorId,
                }
            )
            .OnConstraint("code_patterns_pkey", PipelineErrors.VersionIsStale);
        return after;
    }
}
