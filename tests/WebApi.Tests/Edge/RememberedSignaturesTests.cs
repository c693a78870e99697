using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>What fitted once is believed again, and nothing else with it.</summary>
[TestFixture]
public sealed class RememberedSignaturesTests
{
    private static readonly byte[] Input = Encoding.ASCII.GetBytes("header.claims");

    private readonly RememberedSignatures signatures = new();
    private readonly ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private SignatureProvider verifier = null!;
    private byte[] signature = null!;

    [OneTimeSetUp]
    public void Remember()
    {
        verifier = VerifierOf(curve);
        signature = curve.SignData(Input, HashAlgorithmName.SHA256);
        Assert.That(verifier.Verify(Input, signature));
    }

    [OneTimeTearDown]
    public void Forget()
    {
        verifier.Dispose();
        curve.Dispose();
    }

    [Test]
    public void A_signature_fits_again() => Assert.That(verifier.Verify(Input, signature));

    [Test]
    public void One_that_does_not_fit_is_refused_again() =>
        Assert.That(Enumerable.Range(0, 3).Select(_ => verifier.Verify(Input, new byte[64])), Is.All.False);

    [Test]
    public void Every_bit_counts() =>
        Assert.That(
            Enumerable
                .Range(0, 8 * (Input.Length + signature.Length))
                .Where(bit => verifier.Verify(Flipped(Input, bit), Flipped(signature, bit - (8 * Input.Length)))),
            Is.Empty
        );

    [TestCase(-1)]
    [TestCase(1)]
    public void The_place_where_the_signature_begins_counts(int by)
    {
        byte[] all = [.. Input, .. signature];
        var begin = Input.Length + by;

        Assert.That(verifier.Verify(all[..begin], all[begin..]), Is.False);
    }

    [Test]
    public void A_key_does_not_vouch_for_another()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var its = VerifierOf(other);

        Assert.That(its.Verify(Input, signature), Is.False);
    }

    [Test]
    public void Only_a_part_of_a_buffer_is_read()
    {
        byte[] longer = [0, .. Input, 0];
        byte[] around = [0, .. signature, 0];

        Assert.That(verifier.Verify(longer, 1, Input.Length, around, 1, signature.Length));
    }

    private SignatureProvider VerifierOf(ECDsa key) =>
        new CryptoProviderFactory { CustomCryptoProvider = signatures }.CreateForVerifying(
            new ECDsaSecurityKey(key) { KeyId = "same" },
            SecurityAlgorithms.EcdsaSha256
        );

    private static byte[] Flipped(byte[] bytes, int bit)
    {
        var flipped = bytes.ToArray();
        if (bit >= 0 && bit < 8 * flipped.Length)
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }
}
