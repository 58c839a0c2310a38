using System.Management.Automation;

namespace VeoPS.Input;

/// <summary>Takes a secret as a SecureString, or as the password of a credential. Plain text is refused in words of our own:
/// PowerShell's would show it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => Cell.Unwrap(inputData) switch
    {
        null => null,
        System.Security.SecureString secret => secret,
        PSCredential credential => credential.Password,
        _ => throw new ArgumentTransformationMetadataException("A key must be a SecureString, so that no log and no "
            + "history shows it: (Read-Host -AsSecureString), or $env:KEY | ConvertTo-SecureString -AsPlainText -Force."),
    };
}
