using System.Reflection;

namespace PosCommerce.Infrastructure;

/// <summary>
/// The contexts that this binary is made of: the folders of Application, as the build found them. What is done for every
/// context is done for these, so that a new one is no line in any list.
/// </summary>
public static class ContextAssemblies
{
    private const string Key = "Context";

    public static IReadOnlyList<Assembly> All { get; } =
    [
        .. typeof(ContextAssemblies)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(recorded => recorded.Key == Key)
            .Select(recorded => recorded.Value!) // The build records no key without its value.
            .Order(StringComparer.Ordinal)
            .Select(Assembly.Load),
    ];

    /// <summary>What each context is for, as its project says, by its name.</summary>
    public static IReadOnlyDictionary<string, string> Descriptions { get; } =
        All.ToDictionary(
            NameOf,
            context =>
                context.GetCustomAttribute<AssemblyDescriptionAttribute>()?.Description
                ?? throw new InvalidOperationException($"The project of {NameOf(context)} has no Description."),
            StringComparer.Ordinal
        );

    private static string NameOf(Assembly context) => context.GetName().Name!.Split('.')[^1]; // Compiled assemblies have names.
}
