"""The CDK's own validation and cdk-nag's packs: what they report, and what is acknowledged."""

from collections import defaultdict
from typing import Any

from gates.assembly import Assembly
from gates.finding import Checked, Finding, counted

ACKNOWLEDGED = "aws:cdk:acknowledged-rules"

Place = tuple[str, str]
"""The path of a construct, and the id acknowledged there."""


def check_validation(assembly: Assembly) -> Checked:
    """Errors and warnings of every plugin; acknowledgements that are stale or too broad."""
    covered = _covered(assembly)
    given = _given(assembly)
    findings = [finding for report in assembly.report for finding in _violations(report)]
    findings += [_broad(*place, constructs) for place, constructs in covered.items() if len(constructs) > 1]
    findings += [_stale(*place) for place in given if place not in covered]
    findings += [
        Finding(path or "app", f"{id} is acknowledged without a reason") for path, id in _unreasoned(given)
    ]
    if not assembly.resources:
        findings.append(Finding("app", "no stack has any resource: nothing was validated"))
    looked_at = (
        f"validation: CDK, cdk-nag AwsSolutions and Serverless; {counted(len(assembly.templates), 'stack')}, "
        f"{counted(assembly.resources, 'resource')}, {counted(len(covered), 'acknowledgement')}"
    )
    return Checked(looked_at, tuple(findings))


def _violations(report: dict[str, Any]) -> list[Finding]:
    plugin = report["pluginName"]
    failure = (report.get("metadata") or {}).get("error")
    found = [Finding(plugin, failure)] if failure else []
    for violation in report["violations"]:
        fix = f" {violation['suggestedFix']}" if violation.get("suggestedFix") else ""
        message = f"{violation['description']}{fix} ({violation['ruleName']})"
        places = [_place(construct) for construct in violation["violatingConstructs"]]
        found += [Finding(place, message) for place in places or [plugin]]
    return found


def _place(construct: dict[str, Any]) -> str:
    resource = construct.get("cloudFormationResource") or {}
    return (
        construct["constructPath"]
        or "/".join(filter(None, (resource.get("templatePath"), resource.get("logicalId"))))
        or "app"
    )


def _covered(assembly: Assembly) -> dict[Place, set[str]]:
    """The constructs whose findings each acknowledgement took away."""
    covered: dict[Place, set[str]] = defaultdict(set)
    for report in assembly.report:
        for violation in report.get("suppressedViolations") or []:
            place = (violation["acknowledgedAt"], violation["acknowledgedId"])
            covered[place] |= {construct["constructPath"] for construct in violation["violatingConstructs"]}
    return covered


def _given(assembly: Assembly) -> dict[Place, str]:
    """Every acknowledgement in the app, with its reason."""
    return {
        (path, id): reason
        for path, entries in assembly.metadata().items()
        for entry in entries
        if entry["type"] == ACKNOWLEDGED
        for id, reason in entry["data"].items()
    }


def _unreasoned(given: dict[Place, str]) -> list[Place]:
    return [place for place, reason in given.items() if not reason.strip()]


def _broad(path: str, id: str, constructs: set[str]) -> Finding:
    return Finding(path or "app", f"{id} is acknowledged for {len(constructs)} resources; do it at each one")


def _stale(path: str, id: str) -> Finding:
    return Finding(path or "app", f"{id} is acknowledged, but nothing is found: delete the acknowledgement")
