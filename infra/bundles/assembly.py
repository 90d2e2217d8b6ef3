"""Whether a synthesized CDK app ships what it should: one bundle of code, one of packages."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.bundles.build import LOCK
from infra.bundles.check import CODE_LIMIT, LAYER_LIMIT, MB, check_code, check_layer, size
from infra.bundles.target import LAMBDA

FUNCTION = "AWS::Lambda::Function"
LAYER = "AWS::Lambda::LayerVersion"


@dataclass(frozen=True)
class _Resource:
    place: str
    properties: dict[str, Any]


def check_bundles(assembly: Path) -> list[str]:
    """One line for each thing that is wrong, with its place; none when the assembly may be deployed."""
    problems = list(_misfits(assembly))
    code, layer = code_folders(assembly), layer_folders(assembly)
    problems += [f"{len(code)} code assets: all functions share one"] * (len(code) != 1)
    problems += [f"{len(layer)} layer assets: all stacks share one"] * (len(layer) != 1)
    problems += [problem for folder in code for problem in check_code(folder, LAMBDA)]
    lock = LOCK.read_text()
    return problems + [problem for folder in layer for problem in check_layer(folder, LAMBDA, lock)]


def sizes(assembly: Path) -> list[str]:
    """What AWS counts against its 250 MB."""
    return [
        f"{name}: {size(folder) / MB:.1f} MB unzipped, limit {limit / MB:g} MB ({folder.name})"
        for name, folders, limit in (
            ("layer", layer_folders(assembly), LAYER_LIMIT),
            ("code", code_folders(assembly), CODE_LIMIT),
        )
        for folder in folders
    ]


def code_folders(assembly: Path) -> list[Path]:
    return _folders(assembly, FUNCTION, "Code")


def layer_folders(assembly: Path) -> list[Path]:
    return _folders(assembly, LAYER, "Content")


def _misfits(assembly: Path) -> Iterator[str]:
    for function in _resources(assembly, FUNCTION):
        runtime, machines = function.properties.get("Runtime"), function.properties.get("Architectures")
        if runtime != f"python{LAMBDA.python}" or machines != ["arm64"]:
            yield f"{function.place}: {runtime} on {machines}; bundles are for python{LAMBDA.python} on arm64"


def _folders(assembly: Path, kind: str, content: str) -> list[Path]:
    keys = {one.properties[content]["S3Key"] for one in _resources(assembly, kind)}
    assets: dict[str, Any] = {}
    for manifest in assembly.glob("*.assets.json"):
        assets |= json.loads(manifest.read_text())["files"]
    return sorted({assembly / assets[key.removesuffix(".zip")]["source"]["path"] for key in keys})


def _resources(assembly: Path, kind: str) -> Iterator[_Resource]:
    for file in sorted(assembly.glob("*.template.json")):
        for name, resource in json.loads(file.read_text())["Resources"].items():
            if resource["Type"] == kind:
                stack = file.name.removesuffix(".template.json")
                yield _Resource(f"{stack}/{name}", resource["Properties"])
