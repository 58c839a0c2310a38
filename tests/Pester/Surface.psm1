# What people build on: cmdlets, parameters and types, as text that a change shows up in.

$common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters

function Get-TypeName([type] $Type) {
    if ($underlying = [Nullable]::GetUnderlyingType($Type)) { return "$(Get-TypeName $underlying)?" }
    [Microsoft.PowerShell.ToStringCodeMethods]::Type($Type) -replace '^VeoPS\.' -replace '^System\.'
}

function Get-ParameterLine($Parameter) {
    $line = "  -$($Parameter.Name) <$(Get-TypeName $Parameter.ParameterType)>"
    if ($Parameter.Aliases) { $line += " alias $($Parameter.Aliases -join ', ')" }
    $sets = foreach ($set in $Parameter.ParameterSets.GetEnumerator() | Sort-Object Key) {
        $facts = @(
            if ($set.Value.IsMandatory) { 'required' }
            if ($set.Value.Position -ge 0) { "position $($set.Value.Position)" }
            if ($set.Value.ValueFromPipeline) { 'from the pipeline' }
            if ($set.Value.ValueFromPipelineByPropertyName) { 'by property name' }
            if ($set.Value.ValueFromRemainingArguments) { 'the rest' }
        )
        $name = if ($set.Key -ne [Management.Automation.ParameterAttribute]::AllParameterSets) { $set.Key }
        if ($name -or $facts) { "[$(@($name; $facts -join ', ').Where{ $_ } -join ': ')]" }
    }
    "$line $($sets -join ' ')".TrimEnd()
}

function Get-CmdletLine($Command) {
    $attribute = $Command.ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)[0]
    $line = "$($Command.Name) -> $($Command.OutputType.Name.ForEach{ $_ -replace '^VeoPS\.' -replace '^System\.' } -join ', ')"
    if ($attribute.SupportsShouldProcess) { $line += "; asks, impact $($attribute.ConfirmImpact)" }
    if ($Command.DefaultParameterSet) { $line += "; by default $($Command.DefaultParameterSet)" }
    $line
    $Command.Parameters.Values.Where{ $_.Name -notin $common -or $_.Name -in 'WhatIf', 'Confirm' } | Sort-Object Name | ForEach-Object { Get-ParameterLine $_ }
}

function Get-TypeLine([type] $Type) {
    $kind = if ($Type.IsEnum) { 'enum' } elseif ($Type.IsValueType) { 'struct' } elseif ($Type.IsInterface) { 'interface' } elseif ($Type.IsAbstract -and $Type.IsSealed) { 'static class' } else { 'class' }
    $base = if ($kind -eq 'class' -and $Type.BaseType -ne [object]) { " : $(Get-TypeName $Type.BaseType)" }
    "$(Get-TypeName $Type) $kind$base"
    $flags = [Reflection.BindingFlags]'Public, Instance, Static, DeclaredOnly'
    foreach ($field in $Type.GetFields($flags).Where{ -not $_.IsSpecialName } | Sort-Object Name) {
        "  $($field.Name) <$(Get-TypeName $field.FieldType)>$(if ($field.IsLiteral) { " = $($field.GetRawConstantValue())" })"
    }
    foreach ($property in $Type.GetProperties($flags) | Sort-Object Name) {
        "  $($property.Name) <$(Get-TypeName $property.PropertyType)>$(if ($property.CanWrite -and $property.SetMethod.IsPublic) { ' settable' })"
    }
    # What a record's compiler writes is no promise of ours.
    foreach ($method in $Type.GetMethods($flags).Where{ -not $_.IsSpecialName -and $_.Name -notmatch '^(<.*|Equals|GetHashCode|Deconstruct|PrintMembers)$' } | Sort-Object { "$_" }) {
        "  $($method.Name)($($method.GetParameters().ForEach{ Get-TypeName $_.ParameterType } -join ', ')) <$(Get-TypeName $method.ReturnType)>"
    }
}

<#
.SYNOPSIS
    The public surface of the VeoPS that is imported, a line each.
#>
function Get-Surface {
    foreach ($command in Get-Command -Module VeoPS | Sort-Object Name) { Get-CmdletLine $command; '' }
    foreach ($type in [VeoPS.VeoTask].Assembly.GetExportedTypes() | Sort-Object FullName) { Get-TypeLine $type; '' }
}

Export-ModuleMember -Function Get-Surface
