namespace VeoPS.TestGateway;

/// <summary>Whose wire protocol a request speaks.</summary>
public enum Protocol
{
    /// <summary>Apikley: <c>/api/v1/veo/…</c>, an envelope of <c>code</c>, <c>msg</c> and <c>data</c>.</summary>
    Apikley,

    /// <summary>TokenBay: <c>/v1/videos</c>, fields at the top level, an <c>error</c> object for a failure.</summary>
    TokenBay,
}
