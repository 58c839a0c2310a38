using System.Security.Cryptography;
using System.Text;

namespace VeoPS.TestGateway;

/// <summary>How a <see cref="LoopbackGateway"/> behaves when nothing is made to go wrong.</summary>
public sealed record GatewayOptions
{
    /// <summary>The key that a request must carry: as <c>Authorization: Bearer</c>, or as its gateway's page says.</summary>
    public string ApiKey { get; init; } = "test-key";

    /// <summary>The port of <see cref="LoopbackGateway.BaseUri"/>; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The poll that finds a task ended, counted from 1. Ignored when <see cref="RenderTime"/> is set.</summary>
    public int PollsUntilDone { get; init; } = 2;

    /// <summary>Ends tasks by the clock instead of by polls.</summary>
    public TimeSpan? RenderTime { get; init; }

    /// <summary>How much earlier or later than <see cref="RenderTime"/> a task ends at most. Every time between is as likely.</summary>
    public TimeSpan RenderSpread { get; init; }

    /// <summary>The clock of <see cref="RenderTime"/>, of timed faults and of every time stamp.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How tasks end, unless <see cref="LoopbackGateway.SetOutcome"/> says otherwise.</summary>
    public Outcome Outcome { get; init; }

    /// <summary>Videos in an Apikley task; skills.video has as many as are asked for, the others have one.</summary>
    public int VideosPerTask { get; init; } = 1;

    /// <summary>Bytes of a video. Files are padded up to it with a valid box; below the real clip's size it has no effect.</summary>
    public long ClipBytes { get; init; }

    /// <summary>The balance at Apikley and skills.video, and what is left of the key's limit at OpenRouter.</summary>
    public decimal Credits { get; init; } = 100;

    /// <summary>
    /// Refusals of Apikley and TokenBay carry their own HTTP status (401, 422, 400, …). The pages say 200, and clients have seen
    /// both. A wrong key at TokenBay is HTTP 401 in either case, and the other gateways never hide a status.
    /// </summary>
    public bool RealStatusCodes { get; init; }

    /// <summary>Links to files point to <see cref="LoopbackGateway.OtherOrigin"/>, as to a content network.</summary>
    public bool MediaOnOtherOrigin { get; init; }

    /// <summary>Apikley writes <c>resultUrls</c> and <c>originUrls</c> as text, <c>"[http://…]"</c>, as its page has callbacks.</summary>
    public bool ResultUrlsAsText { get; init; }

    /// <summary>TokenBay and UniAll wrap polls in <c>{"code":"success","message":"","data":…}</c>, as new-api does.</summary>
    public bool WrapPolls { get; init; }

    /// <summary>
    /// TokenBay's <c>/v1/videos</c> takes forms beside JSON and tells of tasks in OpenAI's words, as new-api does there and as the
    /// clients of OpenAI's Videos API want it. Its own page has JSON and other words.
    /// </summary>
    public bool OpenAiVideos { get; init; }

    /// <summary>Vtrix takes parameters beside <c>model</c>, as its page lists them, and no <c>input</c>.</summary>
    public bool FlatEnvelope { get; init; }

    /// <summary>The public key, in PEM, of the service account that <c>/token</c> gives access tokens to; null: to nobody.</summary>
    public string? ServiceAccountPublicKey { get; init; }

    /// <summary>The price of a video at Vtrix, and what one has cost at OpenRouter, in USD; null where it knows none.</summary>
    public decimal? Price { get; init; } = 0.8m;

    /// <summary>The time that a task takes; null: polls end it.</summary>
    /// <param name="taskId">The task, of which the time follows.</param>
    internal TimeSpan? RenderTimeOf(string taskId)
    {
        double place = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(taskId))) / (double)uint.MaxValue; // 0 to 1.
        return RenderTime + (RenderSpread * ((2 * place) - 1));
    }
}
