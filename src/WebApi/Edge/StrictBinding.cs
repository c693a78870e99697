using System.Globalization;
using System.Reflection;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.WebApi.OpenApi;

namespace PosCommerce.WebApi.Edge;

/// <summary>Makes the framework read requests as strictly as <see cref="Json"/> does, and complain in the caller's words.</summary>
internal static class StrictBinding
{
    public static void Configure(MvcOptions options)
    {
        options.InputFormatters.Clear();
        options.InputFormatters.Add(new JsonBodyFormatter());
        options.InputFormatters.Add(new UploadFormatter());
        // The framework would read forms before we do, and to no end.
        options.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
        options.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
        options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
        options.OutputFormatters.Clear();
        options.ModelBinderProviders.Insert(0, new TextBinderProvider());
        options.ModelMetadataDetailsProviders.Add(new Metadata());
        Say(options.ModelBindingMessageProvider);
        options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;

        // Shape is checked by the pipeline's validators, after permission.
        options.ModelValidatorProviders.Clear();
    }

    // The framework's own texts name our types, and say "The p field is required."
    private static void Say(DefaultModelBindingMessageProvider texts)
    {
        texts.SetMissingBindRequiredValueAccessor(_ => JsonReading.Missing);
        texts.SetMissingKeyOrValueAccessor(() => JsonReading.Missing);
        texts.SetMissingRequestBodyRequiredValueAccessor(() => JsonReading.Missing);
        texts.SetValueMustNotBeNullAccessor(_ => JsonReading.Missing);
        texts.SetAttemptedValueIsInvalidAccessor((_, _) => HouseTexts.Unknown);
        texts.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => HouseTexts.Unknown);
        texts.SetNonPropertyUnknownValueIsInvalidAccessor(() => HouseTexts.Unknown);
        texts.SetUnknownValueIsInvalidAccessor(_ => HouseTexts.Unknown);
        texts.SetValueIsInvalidAccessor(_ => HouseTexts.Unknown);
        texts.SetNonPropertyValueMustBeANumberAccessor(() => HouseTexts.Unknown);
        texts.SetValueMustBeANumberAccessor(_ => HouseTexts.Unknown);
    }

    /// <summary>What could not be bound, as the refusal it is.</summary>
    public static IActionResult Refuse(ActionContext context)
    {
        var mistakes = new Mistakes();
        foreach (var (name, entry) in context.ModelState)
        {
            foreach (var error in entry.Errors)
                mistakes.Add(name.Length == 0 ? JsonReading.Body : name, error.ErrorMessage);
        }

        throw new Refused(mistakes.ToError());
    }

    private sealed class TextBinderProvider : IModelBinderProvider
    {
        public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
            context.Metadata.IsComplexType
            || context.BindingInfo.BindingSource is { IsFromRequest: false }
            || context.BindingInfo.BindingSource == BindingSource.Body
                ? null
                : new TextBinder();
    }

    /// <summary>Values of path and query.</summary>
    private sealed class TextBinder : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            // A query's members may stand in its path, too.
            var text = bindingContext.ActionContext.RouteData.Values.TryGetValue(bindingContext.ModelName, out var inPath)
                ? Convert.ToString(inPath, CultureInfo.InvariantCulture)
                : bindingContext.ValueProvider.GetValue(bindingContext.ModelName).FirstValue;
            if (text is null)
                return Task.CompletedTask;
            if (JsonReading.TryReadText(text, bindingContext.ModelType, out var value))
                bindingContext.Result = ModelBindingResult.Success(AsRuled(bindingContext, value));
            else
                bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, JsonReading.ExpectationOf(bindingContext.ModelType));
            return Task.CompletedTask;
        }
    }

    private static object? AsRuled(ModelBindingContext context, object? value)
    {
        var services = context.HttpContext.RequestServices;
        return services
            .GetRequiredService<RequestJson>()
            .Read(value, services.GetRequiredService<UseCases>().Of(context.ActionContext.ActionDescriptor), context.ModelName);
    }

    /// <summary>Query records: names as in JSON, and what has no default is required instead of zero.</summary>
    private sealed class Metadata : IBindingMetadataProvider
    {
        private static readonly NullabilityInfoContext Nullability = new();

        public void CreateBindingMetadata(BindingMetadataProviderContext context)
        {
            if (
                context.Key.Name is { } name
                && (context.Key.ContainerType ?? context.Key.ParameterInfo?.Member.DeclaringType)?.IsAssignableTo(typeof(IBaseRequest))
                    == true
            )
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
