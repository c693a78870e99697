using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>
/// The body of a request that has other members in its address: <c>POST /v1/sales/{saleId}/void</c> with a reason is one
/// <c>VoidSale(SaleId, Reason)</c>, so no action copies the two together. What the address says, the body cannot say again.
/// </summary>
internal static class AddressedBody
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> Wholes = new();
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Members = new();

    public static object Read(ReadOnlySpan<byte> body, Type request, RouteValueDictionary address, JsonReading reading)
    {
        if (WholeOf(request) is { } whole)
            return Around(reading.Read(body, whole.PropertyType), request, whole, address);
        var inAddress = Members
            .GetOrAdd(request, static type => type.GetProperties())
            .Where(member => address.ContainsKey(NameOf(member.Name)))
            .ToArray();
        return inAddress.Length == 0
            ? reading.Read(body, request)
            : reading.Read(
                body,
                request,
                new AddressedMembers([.. inAddress.Select(member => Said(member.Name, member.PropertyType, address))])
            );
    }

    /// <summary>The member that is the body as a whole, where the request has one.</summary>
    public static PropertyInfo? WholeOf(Type request) =>
        Wholes.GetOrAdd(
            request,
            static type => type.GetProperties().SingleOrDefault(member => member.IsDefined(typeof(WholeBodyAttribute)))
        );

    private static object Around(object read, Type request, PropertyInfo whole, RouteValueDictionary address)
    {
        var make = request.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!; // A record has one.
        return make.Invoke([
            .. make.GetParameters().Select(p => p.Name == whole.Name ? read : Said(p.Name!, p.ParameterType, address).Value),
        ]); // A record's parameters have names.
    }

    private static AddressedMember Said(string name, Type type, RouteValueDictionary address)
    {
        var member = NameOf(name);
        var text = Convert.ToString(address[member], CultureInfo.InvariantCulture) ?? "";
        return JsonReading.TryReadText(text, type, out var value)
            ? new AddressedMember(member, value)
            : throw EdgeErrors.Wrong(member, JsonReading.ExpectationOf(type));
    }

    private static string NameOf(string member) => JsonNamingPolicy.CamelCase.ConvertName(member);
}
