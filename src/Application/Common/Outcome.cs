using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Common;

/// <summary>
/// A result, or a refusal that is itself a fact: what was written stays written, and then the caller is refused. A
/// refusal that should leave nothing behind is thrown instead (<see cref="Refused"/>).
/// </summary>
public readonly record struct Outcome<T>
{
    private Outcome(T? result, Error? refusal) => (Result, Refusal) = (result, refusal);

    public T? Result { get; }

    public Error? Refusal { get; }

    public static implicit operator Outcome<T>(T result) => new(result, null);

    public static Outcome<T> Refuse(Error refusal) => new(default, refusal);

    /// <summary>The result, or the refusal thrown now that its facts are kept.</summary>
    public T OrThrow() => Refusal is null ? Result! : throw new Refused(Refusal); // Result is set whenever Refusal is not.
}
