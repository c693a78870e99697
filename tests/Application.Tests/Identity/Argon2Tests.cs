using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Infrastructure.Security;

namespace PosCommerce.Application.Tests.Identity;

/// <summary>Two engines, one hash: a deployment may lose libargon2, or gain it, and nobody needs a new password.</summary>
public sealed class Argon2Tests
{
    // As an early release stored it.
    private const string Known = "$argon2id$v=19$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$E00YDK579zCFKHdylDWWbt4Db/32fqyFEYPCGpqFXXw";
    private const string KnownPassword = "correct horse battery staple";

    private static IEnumerable<Argon2Engine> Engines =>
        Argon2Engine.Native is { } native ? [native, Argon2Engine.Managed] : [Argon2Engine.Managed];

    private static IEnumerable<string> Passwords =>
        [
            "",
            "1",
            "1234",
            KnownPassword,
            "pässwörd",
            "密码🔑",
            "a\u0000b",
            .. new[] { 63, 64, 65, 127, 128, 300 }.Select(length => new string('x', length)),
        ];

    [TestCaseSource(nameof(Passwords))]
    public void What_one_engine_hashed_the_other_verifies(string password)
    {
        foreach (var maker in Engines)
        {
            var hash = Argon2.Hash(password, maker);
            Assert.That(hash, Does.StartWith("$argon2id$v=19$m=19456,t=2,p=1$"));
            Assert.That(Argon2.IsOutdated(hash), Is.False);
            foreach (var verifier in Engines)
            {
                Assert.That(Argon2.Verify(password, hash, verifier), Is.True, $"{maker.Name} to {verifier.Name}");
                Assert.That(Argon2.Verify(password + "!", hash, verifier), Is.False, $"{maker.Name} to {verifier.Name}");
            }
        }
    }

    [TestCaseSource(nameof(Engines))]
    public void A_hash_of_old_parameters_is_verified_by_each_engine(Argon2Engine engine)
    {
        Assert.That(Argon2.Verify(KnownPassword, Known, engine), Is.True);
        Assert.That(Argon2.Verify("wrong", Known, engine), Is.False);
        Assert.That(Argon2.IsOutdated(Known), Is.True);
    }

    [TestCase(1, 8, 1)]
    [TestCase(2, 64, 2)]
    [TestCase(3, 1024, 4)]
    public void The_engines_agree_on_other_parameters(int passes, int memory, int lanes)
    {
        var salt = "0123456789abcdef"u8.ToArray();
        var hashes = Engines.Select(engine =>
            Convert.ToHexString(engine.Compute("secret"u8.ToArray(), salt, memory, passes, lanes, length: 32))
        );

        Assert.That(hashes.Distinct().Count(), Is.EqualTo(1));
    }

    [TestCase("")]
    [TestCase("x")]
    [TestCase("$argon2id$v=19$m=8")]
    [TestCase("$argon2id$v=19$m=8192,t=1,p=1$")]
    [TestCase("$argon2id$v=19$m=8192,t=1,p=1")]
    [TestCase("$argon2id$v=19$m=0,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$E00YDK579zCFKHdylDWWbt4Db/32fqyFEYPCGpqFXXw")]
    [TestCase("$argon2id$v=19$m=8192,t=0,p=1$MDEyMzQ1Njc4OWFiY2RlZg$E00YDK579zCFKHdylDWWbt4Db/32fqyFEYPCGpqFXXw")]
    [TestCase("$argon2id$v=19$m=8192,t=1,p=0$MDEyMzQ1Njc4OWFiY2RlZg$E00YDK579zCFKHdylDWWbt4Db/32fqyFEYPCGpqFXXw")]
    [TestCase("$argon2id$v=19$m=4294967295,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$E00YDK579zCFKHdylDWWbt4Db/32fqyFEYPCGpqFXXw")]
    [TestCase("$argon2id$v=19$m=9999999,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$E00YDK579zCFKHdylDWWbt4Db/32fqyFEYPCGpqFXXw")]
    [TestCase("$argon2id$v=19$m=8,t=1,p=8$MDEyMzQ1Njc4OWFiY2RlZg$E00YDK579zCFKHdylDWWbt4Db/32fqyFEYPCGpqFXXw")]
    [TestCase("$argon2id$v=16$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$E00YDK579zCFKHdylDWWbt4Db/32fqyFEYPCGpqFXXw")]
    [TestCase("$argon2i$v=19$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$E00YDK579zCFKHdylDWWbt4Db/32fqyFEYPCGpqFXXw")]
    [TestCase("$argon2id$v=19$m=8192,t=1,p=1,data=AAAA$MDEyMzQ1Njc4OWFiY2RlZg$E00YDK579zCFKHdylDWWbt4Db/32fqyFEYPCGpqFXXw")]
    [TestCase("$argon2id$v=19$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg==$E00YDK579zCFKHdylDWWbt4Db/32fqyFEYPCGpqFXXw=")]
    [TestCase("$argon2id$v=19$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$E00YDK579zCFKHdylDWWbt4Db/32fqyFEYPCGpqFXXx")]
    [TestCase("$argon2id$v=19$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$E00YDK579zCFKHdylDWWbt4Db/32fqyFEYPCGpqFXXw\n")]
    [TestCase("$argon2id$v=19$m=8192,t=1,p=1$M$E00YDK579zCFKHdylDWWbt4Db/32fqyFEYPCGpqFXXw")]
    [TestCase("$argon2id$v=19$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$E00")]
    [TestCase("$argon2id$v=19$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$\u00ff")]
    public void No_password_belongs_to_what_is_no_hash(string phc)
    {
        foreach (var engine in Engines)
            Assert.That(Argon2.Verify(KnownPassword, phc, engine), Is.False, engine.Name);
    }

    [Test]
    public void Where_no_library_can_be_loaded_the_managed_engine_hashes()
    {
        Assert.That(LibArgon2.TryLoad(["libargon2-of-another-world.so.1"]), Is.Null);
        // A library that loads and is another one is none either.
        Assert.That(LibArgon2.TryLoad(["libc.so.6"]), Is.Null);
        Assert.That(Argon2.Choose(wanted: null, native: null), Is.SameAs(Argon2Engine.Managed));
        Assert.That(Argon2.Choose(wanted: "libargon2", native: null), Is.SameAs(Argon2Engine.Managed));
    }

    [Test]
    public void Where_the_library_is_it_hashes_unless_told_otherwise()
    {
        if (Argon2Engine.Native is not { } native)
        {
            Assert.Ignore("libargon2 is not on this machine.");
            return;
        }

        Assert.That(Argon2.Choose(wanted: null, native), Is.SameAs(native));
        Assert.That(Argon2.Choose(wanted: "", native), Is.SameAs(native));
        Assert.That(Argon2.Choose(wanted: "isopoh", native), Is.SameAs(Argon2Engine.Managed));
    }

    [Test]
    public async Task However_many_sign_in_no_more_hash_at_once_than_the_gate_lets()
    {
        using var gates = new HashingGates();
        var engine = new SlowEngine();
        var hasher = new PasswordHasher(gates, new RequestContext(TimeProvider.System), engine);
        var width = gates.Anonymous.CurrentCount;

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, (8 * width) + 8)
                .Select(async n =>
                {
                    try
                    {
                        await hasher.CheckAsync($"password {n}", Known, CancellationToken.None);
                        return "checked";
                    }
                    catch (Refused refused)
                    {
                        return refused.Error.Code;
                    }
                })
        );

        Assert.That(engine.Most, Is.LessThanOrEqualTo(width));
        Assert.That(answers, Has.Some.EqualTo("checked").And.Some.EqualTo("identity.too_many_sign_ins"));
        Assert.That(gates.Anonymous.CurrentCount, Is.EqualTo(width));
    }

    [Test]
    public async Task The_start_log_and_a_metric_say_who_hashes()
    {
        var log = new Lines();
        var engines = new ConcurrentBag<object?>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, hears) =>
        {
            if (instrument.Meter.Name == Telemetry.Name && instrument.Name == "poscommerce.password_hashing.engine")
                hears.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => engines.Add($"{tags[0].Key}={tags[0].Value}:{value}"));
        listener.Start();

        await new HashingEngineReport(log).StartAsync(CancellationToken.None);
        listener.RecordObservableInstruments();

        Assert.That(log.Written.Single(), Does.StartWith($"Passwords are hashed by {Argon2.Engine.Name}"));
        Assert.That(engines.Distinct(), Is.EqualTo(new[] { $"engine={Argon2.Engine.Name}:1" }));
    }

    /// <summary>Takes long enough for others to come, and counts them.</summary>
    private sealed class SlowEngine : Argon2Engine
    {
        private int now;
        private int most;

        public override string Name => "slow";

        internal int Most => Volatile.Read(ref most);

        internal override byte[] Compute(byte[] password, byte[] salt, int memoryKiB, int passes, int lanes, int length)
        {
            var together = Interlocked.Increment(ref now);
            for (var seen = most; together > seen; seen = most)
                Interlocked.CompareExchange(ref most, together, seen);
            Thread.Sleep(500);
            Interlocked.Decrement(ref now);
            return new byte[length];
        }
    }

    private sealed class Lines : ILogger<HashingEngineReport>
    {
        internal List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Written.Add(formatter(state, exception));
    }
}
