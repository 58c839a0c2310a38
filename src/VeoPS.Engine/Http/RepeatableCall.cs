using Polly;
using Polly.Retry;
using VeoPS.Engine.Http.Credentials;

namespace VeoPS.Engine.Http;

/// <summary>A call that costs nothing and may be repeated: an upload, a question. Never a submission.</summary>
internal sealed class RepeatableCall
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);
    private readonly HttpTransport _transport;
    private readonly ResiliencePipeline<WireResponse> _pipeline;

    public RepeatableCall(HttpTransport transport, TimeProvider time)
    {
        _transport = transport;
        _pipeline = new ResiliencePipelineBuilder<WireResponse> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<WireResponse>
            {
                MaxRetryAttempts = Backoff.Retries,
                ShouldHandle = new PredicateBuilder<WireResponse>().Handle<TransportException>(
                    failure => failure is not CredentialException && !failure.CannotHeal).HandleResult(response => response.IsPassing),
                DelayGenerator = attempt => new ValueTask<TimeSpan?>(
                    Backoff.Delay(attempt.AttemptNumber, attempt.Outcome.Result?.RetryAfter)),
            })
            .Build();
    }

    public async Task<WireResponse> SendAsync(Endpoint endpoint, WireRequest request, CancellationToken cancellationToken) =>
        await _pipeline.ExecuteAsync(
            static async (state, token) => await state.Transport.AskAsync(state.Endpoint, state.Request, AnswerLimit, token)
                .ConfigureAwait(false),
            (Transport: _transport, Endpoint: endpoint, Request: request),
            cancellationToken).ConfigureAwait(false);
}
