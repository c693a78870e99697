using FsCheck;
using FsCheck.Fluent;

namespace PosCommerce.Domain.Tests;

/// <summary>Checks a law over many drawn values; a failure shows the smallest counter-example and the seed to replay it with.</summary>
internal static class Laws
{
    private const int Draws = 1000;

    public static void Hold<T>(Arbitrary<T> values, Func<T, bool> law) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Draws).WithQuietOnSuccess(true), Prop.ForAll(values, law));
}
