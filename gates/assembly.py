"""A synthesized CDK assembly, as the gates read it."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

REPORT = "validation-report.json"


@dataclass(frozen=True)
class Assembly:
    folder: Path

    @cached_property
    def _stacks(self) -> dict[str, dict[str, Any]]:
        """By name, from the manifest: what an earlier synthesis left in the folder is not looked at."""
        artifacts = json.loads((self.folder / "manifest.json").read_text())["artifacts"]
        return {
            name: artifact
            for name, artifact in artifacts.items()
            if artifact["type"] == "aws:cloudformation:stack"
        }

    @cached_property
    def template_files(self) -> dict[str, Path]:
        return {name: self.folder / one["properties"]["templateFile"] for name, one in self._stacks.items()}

    @cached_property
    def templates(self) -> dict[str, dict[str, Any]]:
        return {name: json.loads(path.read_text()) for name, path in self.template_files.items()}

    @cached_property
    def resources(self) -> int:
        return sum(len(template.get("Resources", {})) for template in self.templates.values())

    @cached_property
    def report(self) -> list[dict[str, Any]]:
        """What each validation plugin said; one that had nothing to say may be missing."""
        reports: list[dict[str, Any]] = json.loads((self.folder / REPORT).read_text())["pluginReports"]
        return reports

    def metadata(self) -> dict[str, list[dict[str, Any]]]:
        """Entries by the path of their construct."""
        found: dict[str, list[dict[str, Any]]] = {}
        for artifact in self._stacks.values():
            entries = artifact.get("metadata", {})
            if file := artifact.get("additionalMetadataFile"):
                entries = json.loads((self.folder / file).read_text()) | entries
            found |= {path.removeprefix("/"): data for path, data in entries.items()}
        return found
