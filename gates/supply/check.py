"""The gate over what the shop is made of."""

from datetime import UTC, datetime

from gates.finding import Checked, Finding
from gates.supply import advisories, sbom
from gates.supply.allowed import licence_findings
from gates.supply.locks import packages


def check_supply() -> Checked:
    found, snapshot = packages(), advisories.read()
    findings = [*licence_findings(found), *advisories.advisory_findings(snapshot, found)]
    if not sbom.FILE.is_file() or sbom.FILE.read_text() != sbom.text():
        findings.append(Finding(sbom.FILE.name, "not what the locks say: make sbom"))
    said = advisories.said_of(snapshot, found, datetime.now(UTC).date())
    return Checked(f"supply: {len(found)} packages\n{said}", tuple(findings))
