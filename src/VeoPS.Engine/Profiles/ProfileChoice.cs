namespace VeoPS.Engine.Profiles;

/// <summary>Which profile is meant where none is named.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why, as a part of a sentence.</param>
/// <param name="IsLastResort">True where it is the sandbox, because nobody said anything.</param>
internal sealed record ProfileChoice(string Name, string Reason, bool IsLastResort = false);
