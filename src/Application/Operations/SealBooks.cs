using PosCommerce.Application.Common;

namespace PosCommerce.Application.Operations;

/// <summary>Proves and seals what is final of the books, so that the next check looks at what is new only.</summary>
public sealed record SealBooks : IJob
{
    public static string Kind => "operations.seal_books";

    public static TimeSpan? Every => TimeSpan.FromHours(6);
}

internal sealed class SealBooksHandler(IEnumerable<ILaws> books) : ICommandHandler<SealBooks, JobDone>
{
    public async Task<JobDone> Handle(SealBooks command, CancellationToken ct)
    {
        var isMoreLeft = false;
        foreach (var laws in books)
            isMoreLeft |= await laws.SealAsync(ct);
        return isMoreLeft ? new JobDone(Next: command) : JobDone.Whole;
    }
}
