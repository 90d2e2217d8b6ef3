"""The fenced blocks of a page, by what stands behind their three backticks."""

import re
from dataclasses import dataclass

_FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Fence:
    """`info` is `sh`, or a language and the name of a file."""

    info: str
    text: str


def fences(page: str) -> list[Fence]:
    """In the order of the page."""
    return [Fence(info.strip(), text) for info, text in _FENCE.findall(page)]
