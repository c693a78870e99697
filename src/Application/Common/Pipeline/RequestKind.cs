namespace PosCommerce.Application.Common.Pipeline;

/// <summary>Tells the kinds of request apart by the interface they declare; asked once per type.</summary>
internal static class RequestKind
{
    public static bool Is(Type request, Type kind) =>
        request.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == kind);
}
