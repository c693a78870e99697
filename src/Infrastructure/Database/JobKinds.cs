using System.Reflection;
using PosCommerce.Application.Common;

namespace PosCommerce.Infrastructure.Database;

/// <summary>The jobs that this binary can do, found by their type: a row of another kind waits for a binary that can.</summary>
public sealed class JobKinds
{
    private readonly Dictionary<string, JobKind> kinds;

    public JobKinds(IEnumerable<Assembly> assemblies) =>
        kinds = assemblies
            .SelectMany(a => a.GetTypes())
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IJob)))
            .Select(JobKind.Of)
            .ToDictionary(k => k.Name, StringComparer.Ordinal);

    public IReadOnlyList<string> Names => [.. kinds.Keys];

    public IEnumerable<JobKind> ComingBack => kinds.Values.Where(k => k.Every is not null);

    public JobKind this[string name] => kinds[name];
}

/// <param name="Every">How long after it was done it is due again; null for what is done when it was asked for.</param>
public sealed record JobKind(string Name, Type Request, TimeSpan? Every)
{
    internal static JobKind Of(Type request) =>
        (JobKind)
            typeof(JobKind)
                .GetMethod(nameof(OfJob), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(request)
                .Invoke(null, [])!; // It is right below, and answers a kind.

    private static JobKind OfJob<T>()
        where T : IJob => new(T.Kind, typeof(T), T.Every);
}
