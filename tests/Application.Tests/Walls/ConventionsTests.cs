using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using PosCommerce.Infrastructure;

namespace PosCommerce.Application.Tests.Walls;

/// <summary>What holds for every class of every context.</summary>
public sealed class ConventionsTests
{
    private const int MostNeeded = 5;

    private static IEnumerable<Type> Classes =>
        ContextAssemblies
            .All.SelectMany(context => context.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && DependencyInjection.IsPartOfAContext(type));

    /// <summary>Who needs more does more than one thing.</summary>
    [Test]
    public void Nothing_needs_more_than_five_others() =>
        Assert.That(
            Classes
                .SelectMany(type => type.GetConstructors())
                .Where(c => c.GetParameters().Length > MostNeeded)
                .Select(c => c.DeclaringType),
            Is.Empty
        );

    /// <summary>One rule, so that nobody has to register anything: whatever is no record and no validator can be asked for.</summary>
    [Test]
    public void Every_class_of_a_context_is_registered()
    {
        var services = new ServiceCollection();
        services.AddPosCommerce(new ConfigurationBuilder().Build(), isDevelopment: true);
        var known = services.Select(service => service.ServiceType).ToHashSet();

        Assert.That(Classes.Where(type => !known.Contains(type)), Is.Empty);
        Assert.That(Classes.Count(), Is.GreaterThan(100));
    }

    // Data is a record, so that what is left over is a part of the application.
    [Test]
    public void What_is_not_registered_is_data_or_a_validator()
    {
        var left = ContextAssemblies
            .All.SelectMany(context => context.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false, IsNested: false } && type.Namespace == type.Assembly.GetName().Name)
            .Except(Classes);

        Assert.That(left.Where(type => !IsRecord(type) && !type.Name.EndsWith("Validator", StringComparison.Ordinal)), Is.Empty);
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$", BindingFlags.Instance | BindingFlags.Public) is not null;
}
