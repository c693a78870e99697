using System.Reflection;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>Makes the framework read requests as strictly as <see cref="Json"/> does, and complain in the caller's words.</summary>
internal static class StrictBinding
{
    public static void Configure(MvcOptions options)
    {
        options.InputFormatters.Clear();
        options.InputFormatters.Add(new JsonBodyFormatter());
        options.OutputFormatters.Clear();
        options.ModelBinderProviders.Insert(0, new TextBinderProvider());
        options.ModelMetadataDetailsProviders.Add(new Metadata());
        options.ModelBindingMessageProvider.SetMissingBindRequiredValueAccessor(_ => JsonReading.Missing);
        options.ModelBindingMessageProvider.SetMissingRequestBodyRequiredValueAccessor(() => JsonReading.Missing);
        options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;

        // Shape is checked by the pipeline's validators, after permission.
        options.ModelValidatorProviders.Clear();
    }

    /// <summary>What could not be bound, as the refusal it is.</summary>
    public static IActionResult Refuse(ActionContext context) => throw new Refused(PipelineErrors.Invalid(
        context.ModelState
            .Where(entry => entry.Value is { Errors.Count: > 0 })
            .ToDictionary(
                entry => entry.Key.Length == 0 ? JsonReading.Body : entry.Key,
                entry => entry.Value!.Errors.Select(e => e.ErrorMessage).Distinct().ToArray(), // Filtered above.
                StringComparer.Ordinal)));

    private sealed class TextBinderProvider : IModelBinderProvider
    {
        public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
            context.Metadata.IsComplexType || context.BindingInfo.BindingSource is { IsFromRequest: false } || context.BindingInfo.BindingSource == BindingSource.Body
                ? null
                : new TextBinder();
    }

    /// <summary>Values of path and query.</summary>
    private sealed class TextBinder : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            var given = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
            if (given.FirstValue is not { } text)
                return Task.CompletedTask;
            if (JsonReading.TryReadText(text, bindingContext.ModelType, out var value))
                bindingContext.Result = ModelBindingResult.Success(value);
            else
                bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, JsonReading.ExpectationOf(bindingContext.ModelType));
            return Task.CompletedTask;
        }
    }

    /// <summary>Query records: names as in JSON, and what has no default is required instead of zero.</summary>
    private sealed class Metadata : IBindingMetadataProvider
    {
        private static readonly NullabilityInfoContext Nullability = new();

        public void CreateBindingMetadata(BindingMetadataProviderContext context)
        {
            if (context.Key.Name is { } name && (context.Key.ContainerType ?? context.Key.ParameterInfo?.Member.DeclaringType)?.IsAssignableTo(typeof(IBaseRequest)) == true)
                context.BindingMetadata.BinderModelName = JsonNamingPolicy.CamelCase.ConvertName(name);
            if (context.Key.ParameterInfo is not { } parameter)
                return;
            if (IsText(parameter.ParameterType) && !parameter.HasDefaultValue && !MayBeNull(parameter))
                context.BindingMetadata.IsBindingRequired = true;
        }

        private static bool IsText(Type type) => type == typeof(string) || (type.IsValueType && type != typeof(CancellationToken));

        private static bool MayBeNull(ParameterInfo parameter)
        {
            lock (Nullability)
                return Nullability.Create(parameter).WriteState is NullabilityState.Nullable;
        }
    }
}
