using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>All that the API logs, with the scopes that each line stands in.</summary>
public sealed class LogLines : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<string> All { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose() { }

    private sealed class Logger(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => lines.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            var line = new StringBuilder($"{logLevel} {category}: {formatter(state, exception)} {exception}");
            lines.scopes.ForEachScope(
                (scope, text) =>
                {
                    foreach (var (name, value) in scope as IEnumerable<KeyValuePair<string, object?>> ?? [])
                        text.Append(' ').Append(name).Append('=').Append(value);
                },
                line
            );
            lines.All.Enqueue(line.ToString());
        }
    }
}
