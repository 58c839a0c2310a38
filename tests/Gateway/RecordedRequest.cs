using System.Text;

namespace VeoPS.TestGateway;

/// <summary>A request as it arrived, recorded before it is judged or answered.</summary>
public sealed record RecordedRequest
{
    /// <summary>Its place among all requests, from 1.</summary>
    public required int Sequence { get; init; }

    /// <summary>When it had been read whole, in UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query, as sent.</summary>
    public required string PathAndQuery { get; init; }

    /// <summary>Every header, by name in any case; repeated ones are joined with a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The origin that was asked: <see cref="LoopbackGateway.BaseUri"/> or <see cref="LoopbackGateway.OtherOrigin"/>.</summary>
    public required Uri Origin { get; init; }

    /// <summary>What it is for.</summary>
    public required Route Route { get; init; }

    /// <summary>Whose protocol it speaks.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>The task that it names, if there is one.</summary>
    public AcceptedTask? Task { get; init; }

    /// <summary>The fault that met it, if one did.</summary>
    public string? Fault { get; internal set; }

    /// <summary>The body read as UTF-8.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>A header's value, or null.</summary>
    /// <param name="name">The header's name, in any case.</param>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
