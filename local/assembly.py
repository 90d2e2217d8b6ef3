"""Reads a synthesized CDK assembly: the stacks, what each needs first, and the files to upload."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class FileAsset:
    """A file or folder that a template refers to by bucket and key."""

    source: Path
    bucket: str
    key: str
    zipped: bool


@dataclass(frozen=True)
class Stack:
    name: str
    template: dict[str, Any]
    needs: tuple[str, ...]
    assets: tuple[FileAsset, ...]


def read_stacks(assembly: Path, wanted: tuple[str, ...], account: str, region: str) -> list[Stack]:
    """The `wanted` stacks, each after those that it needs. Raises KeyError for one that is not there."""
    artifacts = json.loads((assembly / "manifest.json").read_text())["artifacts"]
    stacks = {name: _stack(assembly, artifacts, name, account, region) for name in wanted}
    ordered: dict[str, Stack] = {}
    for name in wanted:
        _add(name, stacks, ordered)
    return list(ordered.values())


def _add(name: str, stacks: dict[str, Stack], ordered: dict[str, Stack]) -> None:
    if name in ordered or name not in stacks:
        return
    for needed in stacks[name].needs:
        _add(needed, stacks, ordered)
    ordered[name] = stacks[name]


def _stack(assembly: Path, artifacts: dict[str, Any], name: str, account: str, region: str) -> Stack:
    artifact = artifacts[name]
    properties = artifact["properties"]
    needs = tuple(other for other in artifact.get("dependencies", []) if other in artifacts)
    return Stack(
        name=properties.get("stackName", name),
        template=json.loads((assembly / properties["templateFile"]).read_text()),
        needs=tuple(other for other in needs if artifacts[other]["type"] == "aws:cloudformation:stack"),
        assets=tuple(_assets(assembly, artifacts, needs, account, region)),
    )


def _assets(
    assembly: Path, artifacts: dict[str, Any], needs: tuple[str, ...], account: str, region: str
) -> list[FileAsset]:
    """The files of a stack, found through the asset manifests that it depends on; templates are left out."""
    found = []
    for name in needs:
        if artifacts[name]["type"] != "cdk:asset-manifest":
            continue
        manifest = json.loads((assembly / artifacts[name]["properties"]["file"]).read_text())
        for entry in manifest["files"].values():
            source = entry["source"]
            if source["path"].endswith(".template.json"):
                continue
            for destination in entry["destinations"].values():
                bucket = destination["bucketName"].replace("${AWS::AccountId}", account)
                bucket = bucket.replace("${AWS::Region}", region).replace("${AWS::Partition}", "aws")
                key = destination["objectKey"]
                zipped = source.get("packaging") == "zip"
                found.append(FileAsset(assembly / source["path"], bucket, key, zipped))
    return found
