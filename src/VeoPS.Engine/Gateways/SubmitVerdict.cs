namespace VeoPS.Engine.Gateways;

/// <summary>The meaning of an answer to a submission.</summary>
internal enum SubmitVerdict
{
    /// <summary>The gateway has taken it: an id was read.</summary>
    Taken,

    /// <summary>Provably not taken, and the reason passes: the same submission is sent again.</summary>
    SendAgain,

    /// <summary>Final, and nothing was bought.</summary>
    Refused,

    /// <summary>May have been taken. Never sent again.</summary>
    Unknown,
}
