"""The origins of pages that may call the API from elsewhere, as a deployment names them."""

import re
from typing import Any

MOST = 20
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*"
_ORIGIN = re.compile(rf"(https?)://({_HOST}|\[[0-9a-f:.]{{2,45}}\])(?::([1-9][0-9]{{0,4}}))?")
_DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_LENGTH = 253
EXAMPLE = "an origin as browsers send it, https://shop.example or http://localhost:5173: no path, slash or *"


class InvalidOrigins(Exception):
    """What is given is no list of origins; the message says what to change."""


def read_origins(given: Any) -> tuple[str, ...]:
    """A list of origins, or text with commas between them; empty for none. Raises InvalidOrigins."""
    listed = _parts(given) if isinstance(given, str) else given
    if not isinstance(listed, list | tuple):
        raise InvalidOrigins(f"a list, or text with commas; not {_shown(given)}")
    for origin in listed:
        if not _is_origin(origin):
            raise InvalidOrigins(f"{EXAMPLE}; not {_shown(origin)}")
    found = tuple(dict.fromkeys(listed))
    if len(found) > MOST:
        raise InvalidOrigins(f"at most {MOST} origins; not {len(found)}")
    return found


def _parts(text: str) -> list[str]:
    return [part.strip(" ") for part in text.split(",")] if text else []


def _is_origin(origin: Any) -> bool:
    found = _ORIGIN.fullmatch(origin) if isinstance(origin, str) and len(origin) <= MAX_LENGTH else None
    if found is None:
        return False
    scheme, _, port = found.groups()
    return port is None or (int(port) < 65536 and int(port) != _DEFAULT_PORTS[scheme])


def _shown(value: Any) -> str:
    text = ascii(value)
    return text if len(text) <= 60 else f"{text[:60]}..."
