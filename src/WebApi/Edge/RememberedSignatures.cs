using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.Tokens;
using PosCommerce.Infrastructure.Security;

namespace PosCommerce.WebApi.Edge;

/// <summary>
/// Verifies the signature of a token once and not with each request, which was a fifth of what a small read costs this process.
/// Only that the signature fits is remembered, under a hash of all that was signed and of the signature; who issued the
/// token, for whom and until when is read anew each time, and the session is asked for in the database.
/// </summary>
internal sealed class RememberedSignatures : ICryptoProvider
{
    private readonly ConcurrentDictionary<SecurityKey, Verifier> verifiers = new();

    public bool IsSupportedAlgorithm(string algorithm, params object[] args) =>
        algorithm == SecurityAlgorithms.EcdsaSha256 && args is [] or [SecurityKey, false];

    public object Create(string algorithm, params object[] args) =>
        verifiers.GetOrAdd((SecurityKey)args[0], static (key, name) => new Verifier(key, name), algorithm);

    public void Release(object cryptoInstance)
    {
        // They are as few as the keys, and live as long.
    }

    private sealed class Verifier(SecurityKey key, string algorithm) : SignatureProvider(key, algorithm)
    {
        private const int SignatureLength = 64;
        private const int Capacity = 50_000;

        private readonly AsymmetricSignatureProvider verifying = new(key, algorithm);
        private readonly MemoryCache fitting = new(new MemoryCacheOptions { SizeLimit = Capacity });

        public override byte[] Sign(byte[] input) => throw new NotSupportedException("Tokens are signed elsewhere.");

        public override bool Verify(byte[] input, byte[] signature) => Verify(input, 0, input.Length, signature, 0, signature.Length);

        public override bool Verify(
            byte[] input,
            int inputOffset,
            int inputLength,
            byte[] signature,
            int signatureOffset,
            int signatureLength
        )
        {
            // The length is fixed, so that nothing of the one can pass for a part of the other.
            if (signatureLength != SignatureLength)
                return false;
            var name = NameOf(input.AsSpan(inputOffset, inputLength), signature.AsSpan(signatureOffset, signatureLength));
            if (fitting.TryGetValue(name, out _))
                return true;
            if (!verifying.Verify(input, inputOffset, inputLength, signature, signatureOffset, signatureLength))
                return false;
            fitting.Set(
                name,
                true,
                new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = AuthDefaults.AccessTokenLifetime }
            );
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (!disposing)
                return;
            verifying.Dispose();
            fitting.Dispose();
        }

        private static UInt256 NameOf(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(input);
            hash.AppendData(signature);
            Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
            hash.GetHashAndReset(bytes);
            return new UInt256(BitConverter.ToUInt128(bytes), BitConverter.ToUInt128(bytes[16..]));
        }

        private readonly record struct UInt256(UInt128 First, UInt128 Second);
    }
}
