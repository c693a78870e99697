using System.Collections.Frozen;
using System.Reflection;
using MediatR;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace PosCommerce.WebApi.OpenApi;

/// <summary>Finds the request behind an action: the one that the action is named after.</summary>
internal sealed class UseCases
{
    private const string ApplicationPrefix = "PosCommerce.Application.";

    // Names are unique across contexts, or an operationId would not be.
    private readonly FrozenDictionary<string, Type> requests = typeof(UseCases)
        .Assembly.GetReferencedAssemblies()
        .Where(name => name.Name!.StartsWith(ApplicationPrefix, StringComparison.Ordinal)) // Compiled assemblies have names.
        .SelectMany(name => Assembly.Load(name).GetExportedTypes())
        .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(IBaseRequest)))
        .ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    public IEnumerable<Type> All => requests.Values;

    public Type Of(ActionDescriptor action) =>
        action is ControllerActionDescriptor controller && requests.TryGetValue(controller.MethodInfo.Name, out var request)
            ? request
            : throw new InvalidOperationException($"{action.DisplayName} is not named after the use case it sends.");
}
