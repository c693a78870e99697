using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PosCommerce.SqlCheck;

/// <summary>One text that a call can pass, and where each of its words stands in the source.</summary>
internal sealed class SqlVariant
{
    private readonly ImmutableArray<Piece> pieces;
    private readonly List<int> rawOffsets = [];

    public SqlVariant(ImmutableArray<Piece> pieces, string file, string name, Location whole)
    {
        this.pieces = pieces;
        (File, Name, Whole) = (file, name, whole);
        var raw = string.Concat(pieces.Select(p => p.Value));
        Text = SqlText.Of(raw);
        Remember(raw);
    }

    public SqlText Text { get; }

    /// <summary>The file that declares it, relative to the repository, with slashes.</summary>
    public string File { get; }

    /// <summary>The constant's name, or that of the member around it.</summary>
    public string Name { get; }

    /// <summary>The whole expression.</summary>
    public Location Whole { get; }

    /// <summary>The place in the source of a word of <see cref="Text"/>; the piece or expression it is in when it cannot be told.</summary>
    public Location At(Span word)
    {
        if (word.Start < 0 || word.Length <= 0 || word.Start + word.Length > rawOffsets.Count || word.Length == Text.Text.Length)
            return Whole;
        var first = rawOffsets[word.Start];
        var last = rawOffsets[word.Start + word.Length - 1];
        foreach (var piece in pieces)
        {
            if (first < piece.Value.Length)
                return piece.At(first, Math.Min(last, piece.Value.Length - 1) - first + 1);
            first -= piece.Value.Length;
            last -= piece.Value.Length;
        }

        return Whole;
    }

    // The other direction of SqlText.Normalise: which character of the source each of its own comes from.
    private void Remember(string raw)
    {
        var lead = 0;
        while (lead < raw.Length && char.IsWhiteSpace(raw[lead]))
            lead++;
        for (var i = lead; i < raw.Length && rawOffsets.Count < Text.Text.Length; i++)
        {
            if (raw[i] != '\r' || i + 1 >= raw.Length || raw[i + 1] != '\n')
                rawOffsets.Add(i);
        }
    }
}

/// <summary>
/// Works out the finite set of texts that an expression can have: constants, <c>?:</c>, switch expressions, <c>+</c>,
/// interpolation of these, and locals assigned once.
/// </summary>
internal sealed class Texts(string root, Func<SyntaxTree, SemanticModel> modelOf)
{
    /// <summary>More than these are too many to verify, and to understand.</summary>
    public const int MaximumVariants = 64;

    private const int MaximumDepth = 64;

    /// <summary>Every text; none, and a problem, when the expression is something else.</summary>
    public IReadOnlyList<SqlVariant> Of(IOperation operation, List<Finding> problems)
    {
        try
        {
            return
            [
                .. Eval(operation, 0)
                    .Select(c => new SqlVariant(
                        c.Pieces,
                        FileOf(c.Source.SyntaxTree),
                        c.Name ?? MemberAround(operation),
                        c.Source.GetLocation()
                    ))
                    .GroupBy(v => v.Text.Text, StringComparer.Ordinal)
                    .Select(same => same.First()),
            ];
        }
        catch (NotFinite e)
        {
            problems.Add(new Finding(Codes.NotConstant, e.Message, e.At.GetLocation()));
            return [];
        }
    }

    private List<Candidate> Eval(IOperation operation, int depth)
    {
        if (depth > MaximumDepth)
            throw new NotFinite("The expression is nested too deep to be followed.", operation.Syntax);
        var value = Extract.Unwrap(operation);
        if (value.ConstantValue is { HasValue: true, Value: string constant })
            return [Constant(value, constant, depth)];
        return value switch
        {
            IConditionalOperation { WhenFalse: { } whenFalse } choice => Either(
                choice.Syntax,
                Arm(choice.WhenTrue, depth).Concat(Arm(whenFalse, depth))
            ),
            ISwitchExpressionOperation choice => Either(choice.Syntax, choice.Arms.SelectMany(arm => Arm(arm.Value, depth))),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, OperatorMethod: null } sum
                when sum.Type?.SpecialType == SpecialType.System_String => Joined(
                sum.Syntax,
                [Part(sum.LeftOperand, depth), Part(sum.RightOperand, depth)]
            ),
            IInterpolatedStringOperation text => Joined(text.Syntax, [.. text.Parts.Select(part => Part(part, depth))]),
            ILocalReferenceOperation { Local: { } local } => OfLocal(local, value, depth),
            _ => throw new NotFinite(
                "SQL must be a finite set of constants, so that each can be verified: a constant, ?: or switch over constants, their sum. Values go into args.",
                value.Syntax
            ),
        };
    }

    private List<Candidate> Arm(IOperation arm, int depth) => Extract.Unwrap(arm) is IThrowOperation ? [] : Eval(arm, depth + 1);

    private List<Candidate> Part(IOperation part, int depth) =>
        part switch
        {
            IInterpolatedStringTextOperation { Text: ILiteralOperation { ConstantValue.Value: string text } } literal =>
            [
                new Candidate(
                    [literal.Syntax is InterpolatedStringTextSyntax syntax ? Literal.Of(syntax, text) : Piece.Opaque(text, literal.Syntax)],
                    literal.Syntax,
                    null
                ),
            ],
            IInterpolationOperation { Alignment: null, FormatString: null } interpolation => Part(interpolation.Expression, depth),
            IInterpolationOperation interpolation => throw new NotFinite(
                "SQL has no formatted values in it: they go into args.",
                interpolation.Syntax
            ),
            _ when Extract.Unwrap(part)
                    is { ConstantValue: { HasValue: true, Value: (char or byte or short or int or long) and var number } } =>
            [
                Number(part, number),
            ],
            IConversionOperation
            {
                Operand: { ConstantValue: { HasValue: true, Value: (char or byte or short or int or long) and var boxed } }
            } => [Number(part, boxed)],
            _ => Eval(part, depth + 1),
        };

    private static Candidate Number(IOperation part, object? value)
    {
        // A sign is written as the culture at run time has it; digits are not.
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (text.Length > 0 && text[0] == '-')
            throw new NotFinite("A negative number is written otherwise in other cultures: write it into the text.", part.Syntax);
        return new Candidate([Piece.Opaque(text, part.Syntax)], part.Syntax, null);
    }

    private Candidate Constant(IOperation value, string constant, int depth)
    {
        switch (value)
        {
            case IFieldReferenceOperation { Field: { IsConst: true } field }:
                return Declared(field, value, constant, depth);
            case ILocalReferenceOperation { Local: { IsConst: true } local }:
                return Declared(local, value, constant, depth);
            case ILiteralOperation when value.Syntax is LiteralExpressionSyntax literal:
                return new Candidate([Literal.Of(literal, constant)], value.Syntax, null);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum when sum.Type?.SpecialType == SpecialType.System_String:
                return Exactly(Joined(sum.Syntax, [Part(sum.LeftOperand, depth), Part(sum.RightOperand, depth)]), value, constant);
            case IInterpolatedStringOperation text:
                return Exactly(Joined(text.Syntax, [.. text.Parts.Select(part => Part(part, depth))]), value, constant);
            default:
                return new Candidate([Piece.Opaque(constant, value.Syntax)], value.Syntax, null);
        }
    }

    // The compiler's value is the truth; the pieces are only there to point at words.
    private static Candidate Exactly(List<Candidate> found, IOperation value, string constant) =>
        found is [var only] && string.Concat(only.Pieces.Select(p => p.Value)) == constant
            ? only
            : new Candidate([Piece.Opaque(constant, value.Syntax)], value.Syntax, null);

    /// <summary>The pieces of a constant, from where it is declared; from its use when that is another assembly.</summary>
    private Candidate Declared(ISymbol symbol, IOperation use, string constant, int depth)
    {
        var initialiser = symbol
            .DeclaringSyntaxReferences.Select(r => (r.GetSyntax() as VariableDeclaratorSyntax)?.Initializer?.Value)
            .FirstOrDefault();
        if (initialiser is null || modelOf(initialiser.SyntaxTree).GetOperation(initialiser) is not { } operation)
            return new Candidate([Piece.Opaque(constant, use.Syntax)], use.Syntax, symbol.Name);
        if (depth > MaximumDepth)
            throw new NotFinite("The expression is nested too deep to be followed.", use.Syntax);
        return Exactly([Constant(Extract.Unwrap(operation), constant, depth + 1)], operation, constant) with
        {
            Source = initialiser,
            Name = symbol.Name,
        };
    }

    private List<Candidate> OfLocal(ILocalSymbol local, IOperation use, int depth)
    {
        if (
            local.DeclaringSyntaxReferences.Select(r => r.GetSyntax()).FirstOrDefault()
                is not VariableDeclaratorSyntax { Initializer.Value: { } initialiser }
            || local.RefKind != RefKind.None
            || modelOf(initialiser.SyntaxTree).GetOperation(initialiser) is not { } operation
        )
        {
            throw new NotFinite($"{local.Name} is not known to hold a constant: declare it with its text, once.", use.Syntax);
        }

        return Writes.To(local)
            ? throw new NotFinite(
                $"{local.Name} is assigned more than once: choose between constants with ?: or switch instead.",
                use.Syntax
            )
            : [.. Eval(operation, depth + 1).Select(c => c.Name is null ? c with { Name = local.Name } : c)];
    }

    private static List<Candidate> Either(SyntaxNode syntax, IEnumerable<Candidate> arms) => Bounded(syntax, [.. arms]);

    private static List<Candidate> Joined(SyntaxNode syntax, List<List<Candidate>> parts)
    {
        List<Candidate> sums = [new Candidate([], syntax, null)];
        foreach (var part in parts)
            sums = Bounded(syntax, [.. sums.SelectMany(_ => part, (sum, next) => sum with { Pieces = sum.Pieces.AddRange(next.Pieces) })]);
        return sums;
    }

    private static List<Candidate> Bounded(SyntaxNode syntax, List<Candidate> candidates) =>
        candidates.Count <= MaximumVariants
            ? candidates
            : throw new NotFinite(
                $"These are more than {MaximumVariants} texts: write fewer choices, or one text with (@x::type is null or ...).",
                syntax
            );

    private static string MemberAround(IOperation operation)
    {
        foreach (var node in operation.Syntax.Ancestors())
        {
            switch (node)
            {
                case MethodDeclarationSyntax method:
                    return method.Identifier.ValueText;
                case PropertyDeclarationSyntax property:
                    return property.Identifier.ValueText;
                case VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } field:
                    return field.Identifier.ValueText;
                case BaseTypeDeclarationSyntax type:
                    return type.Identifier.ValueText;
                default:
                    break;
            }
        }

        return "Main";
    }

    private string FileOf(SyntaxTree tree) => Paths.Relative(root, tree.FilePath);

    private sealed record Candidate(ImmutableArray<Piece> Pieces, SyntaxNode Source, string? Name);

    private sealed class NotFinite(string message, SyntaxNode at) : Exception(message)
    {
        public SyntaxNode At { get; } = at;
    }
}
