namespace PosCommerce.Application.Common;

/// <summary>Marks a parameter that takes SQL. Whatever is passed to it must be a finite set of constants.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class SqlAttribute : Attribute;
