"""Where the time of an invocation goes: a deterministic profile (cProfile), told by layer."""

import pstats
from pathlib import Path
from typing import Any

AWS, PROVIDER, POWERTOOLS, PYDANTIC, LOGGING, OURS, REST = (
    "calls to AWS",
    "provider",
    "Powertools",
    "pydantic",
    "logging",
    "our code",
    "rest",
)
LAYERS = (AWS, PROVIDER, POWERTOOLS, PYDANTIC, LOGGING, OURS, REST)
_WHOLE = {AWS: ("botocore/client.py", "_api_call"), PROVIDER: ("stripe/adapter.py", "_ask")}
"""Layers that are all that happens within one function, whoever does it."""
_OWN = {
    POWERTOOLS: "/aws_lambda_powertools/",
    PYDANTIC: "/pydantic/",
    LOGGING: "/logging/__init__.py",
    OURS: "/functions/",
}
"""Layers that are the lines of one package, without what they call elsewhere."""


def shares(profile: Path) -> dict[str, float]:
    """By layer, parts of 1. What is in none is rest, the standard library's work for any of them included."""
    stats: Any = pstats.Stats(str(profile))
    whole = sum(own for _, _, own, _, _ in stats.stats.values())
    spent = dict.fromkeys(LAYERS, 0.0)
    for (file, _, name), (_, _, own, cumulative, _) in stats.stats.items():
        for layer, (end, function) in _WHOLE.items():
            if file.endswith(end) and name == function:
                spent[layer] += cumulative
        for layer, part in _OWN.items():
            if part in file and not file.endswith(_WHOLE[PROVIDER][0]):
                spent[layer] += own
        if "pydantic_core" in name:
            spent[PYDANTIC] += own
    spent[REST] = max(0.0, whole - sum(spent.values()))
    return {layer: seconds / whole for layer, seconds in spent.items()}
