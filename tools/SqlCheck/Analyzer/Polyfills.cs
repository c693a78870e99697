// What the language asks of the runtime and netstandard2.0 lacks.
namespace System.Runtime.CompilerServices
{
    /// <summary>Asked for by records.</summary>
    internal static class IsExternalInit;
}

namespace System
{
    /// <summary>Asked for by list patterns.</summary>
    internal readonly struct Index(int value, bool fromEnd = false)
    {
        public int GetOffset(int length) => fromEnd ? length - value : value;
    }
}
