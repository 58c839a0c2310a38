using System.Management.Automation;

namespace OneCmdlet;

/// <summary>The least that a binary module can be.</summary>
[Cmdlet(VerbsCommon.Get, "Nothing")]
public sealed class GetNothingCommand : Cmdlet;
