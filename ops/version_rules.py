"""Which versions of machines and functions nobody needs any more. Rules alone: versions.py reads."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

LIVE, KEPT, RUNNING, RECENT, NAMED = (
    "an alias points to it",
    "one of the newest",
    "executions run on it",
    "what came after it is too young",
    "a definition names it",
)
"""Why a version is kept."""


@dataclass(frozen=True)
class MachineVersion:
    """One published definition. `arn` ends in its number; `text` is the definition."""

    arn: str
    published: datetime
    text: str


@dataclass(frozen=True)
class MachineLook:
    """What is known of one machine. `present` is the definition that it has now; `routed` are the versions
    that aliases point to; `running` has how many executions run by version; `loose` are the definitions of
    running executions that belong to no version."""

    arn: str
    present: str
    versions: tuple[MachineVersion, ...]
    routed: frozenset[str] = frozenset()
    running: Mapping[str, int] = field(default_factory=dict)
    loose: tuple[str, ...] = ()


@dataclass(frozen=True)
class FunctionLook:
    """`versions` are the numbers that are published; `routed` those that aliases point to."""

    arn: str
    versions: tuple[int, ...]
    routed: frozenset[int] = frozenset()


def machine_reasons(look: MachineLook, keep: int, rested: timedelta, now: datetime) -> dict[str, str]:
    """Why each version of the machine stays, by its ARN; empty for one that may go.

    Lists of executions lag behind. So a version goes only when what came after it has been there for
    `rested`: nothing has begun on it since.
    """
    newest_first = sorted(look.versions, key=lambda one: number(one.arn), reverse=True)
    reasons = {}
    for place, version in enumerate(newest_first):
        if version.arn in look.routed:
            reason = LIVE
        elif look.running.get(version.arn):
            reason = RUNNING
        elif place < keep:
            reason = KEPT
        elif now - newest_first[place - 1].published < rested:
            reason = RECENT
        else:
            reason = ""
        reasons[version.arn] = reason
    return reasons


def kept_definitions(look: MachineLook, reasons: Mapping[str, str]) -> list[str]:
    """The definitions by which executions run, or may yet begin."""
    stay = [one.text for one in look.versions if reasons[one.arn]]
    return [look.present, *stay, *look.loose]


def function_reasons(look: FunctionLook, named: Collection[str], keep: int) -> dict[str, str]:
    """As `machine_reasons`, for a function; `named` are all ARNs in the definitions that stay."""
    newest = sorted(look.versions, reverse=True)[:keep]
    reasons = {}
    for version in look.versions:
        arn = f"{look.arn}:{version}"
        if version in look.routed:
            reasons[arn] = LIVE
        elif arn in named:
            reasons[arn] = NAMED
        else:
            reasons[arn] = KEPT if version in newest else ""
    return reasons


def named_in(definitions: Iterable[str]) -> set[str]:
    """Every text in the definitions that may be a function's ARN."""
    return {text for one in definitions for text in _texts(json.loads(one)) if ":function:" in text}


def number(arn: str) -> int:
    """Of a version, by its ARN."""
    return int(arn.rpartition(":")[2])


def _texts(part: Any) -> Iterable[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, list | dict):
        for one in part.values() if isinstance(part, dict) else part:
            yield from _texts(one)
