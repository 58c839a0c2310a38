namespace VeoPS.Engine.Ledger;

/// <summary>A <see cref="VeoError"/> on disk.</summary>
internal sealed class ErrorDocument
{
    public string? Code { get; set; }

    public string? Message { get; set; }

    public string? Kind { get; set; }

    public bool Retryable { get; set; }

    public static ErrorDocument From(VeoError error)
        => new() { Code = error.Code, Message = error.Message, Kind = error.Kind, Retryable = error.Retryable };

    public VeoError ToError()
        => new() { Code = Code, Message = Message ?? "", Kind = Kind ?? VeoErrorKind.UpstreamFailed, Retryable = Retryable };
}
