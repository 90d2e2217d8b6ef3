"""Reads and checks the parameters of one call; what is asked for is known, the rest is refused."""

import re
from dataclasses import dataclass
from typing import Any

from local.payment_sandbox.errors import invalid_request, missing_parameter
from local.payment_sandbox.forms import Tree

_MAX_INTEGER = 99_999_999


@dataclass(frozen=True)
class Created:
    """Bounds on creation time, in Unix seconds, both included."""

    since: int = 0
    until: int = 2**62


class Params:
    """One call's parameters. Each reader marks its name as known; `finish` refuses what nobody asked for."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._known: set[str] = set()

    def finish(self) -> None:
        for name in self._tree:
            if name not in self._known:
                raise invalid_request(
                    f"Received unknown parameter: {name}", code="parameter_unknown", param=name
                )

    def text(self, name: str, max_length: int = 5000) -> str | None:
        value = self._take(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise invalid_request(f"Invalid string: {name}", param=name)
        if value == "":
            raise invalid_request(
                f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset a "
                f"parameter; however '{name}' cannot be unset.",
                code="parameter_invalid_empty",
                param=name,
            )
        if len(value) > max_length:
            raise invalid_request(
                f"Invalid string: {name} must be at most {max_length} characters", param=name
            )
        return value

    def required_text(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise missing_parameter(name)
        return value

    def choice(self, name: str, choices: tuple[str, ...]) -> str | None:
        value = self.text(name)
        if value is not None and value not in choices:
            raise invalid_request(f"Invalid {name}: must be one of {', '.join(choices)}", param=name)
        return value

    def integer(self, name: str, minimum: int = 1, maximum: int = _MAX_INTEGER) -> int | None:
        value = self.text(name)
        if value is None:
            return None
        number = _integer(name, value)
        if number < minimum:
            raise invalid_request(
                f"This value must be greater than or equal to {minimum}.",
                code="parameter_invalid_integer",
                param=name,
            )
        if number > maximum:
            raise invalid_request(f"This value must be less than or equal to {maximum}.", param=name)
        return number

    def boolean(self, name: str) -> bool:
        value = self.text(name)
        if value not in (None, "true", "false"):
            raise invalid_request(f"Invalid boolean: {value}", param=name)
        return value == "true"

    def strings(self, name: str) -> list[str]:
        value = self._take(name)
        if value is None:
            return []
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            raise invalid_request("Invalid array", param=name)
        return list(value.values())

    def web_address(self, name: str) -> str | None:
        value = self.text(name)
        if value is not None and not re.match(r"https?://[^\s/]+", value):
            raise invalid_request("Not a valid URL", code="url_invalid", param=name)
        return value

    def echoed(self, name: str) -> Any:
        """A parameter the sandbox only keeps and shows, in whatever form it came."""
        return self._take(name)

    def metadata(self) -> dict[str, str]:
        value = self._take("metadata")
        if value is None or value == "":
            return {}
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            raise invalid_request("Invalid object", param="metadata")
        if len(value) > 50 or any(len(key) > 40 or len(item) > 500 for key, item in value.items()):
            raise invalid_request(
                "Metadata can have up to 50 keys, with names up to 40 and values up to 500 characters long.",
                param="metadata",
            )
        return value

    def created(self) -> Created:
        value = self._take("created")
        if value is None:
            return Created()
        if isinstance(value, str):
            moment = _integer("created", value)
            return Created(moment, moment)
        bounds = Params(value)
        lower = [bounds.integer("gte", 0, 2**53), _after(bounds.integer("gt", 0, 2**53), 1)]
        upper = [bounds.integer("lte", 0, 2**53), _after(bounds.integer("lt", 0, 2**53), -1)]
        bounds.finish()
        since = max((moment for moment in lower if moment is not None), default=0)
        until = min((moment for moment in upper if moment is not None), default=2**62)
        return Created(since, until)

    def _take(self, name: str) -> Any:
        self._known.add(name)
        return self._tree.get(name)


def _integer(name: str, value: str) -> int:
    if not re.fullmatch(r"-?\d{1,18}", value, re.ASCII):
        raise invalid_request(f"Invalid integer: {value[:100]}", code="parameter_invalid_integer", param=name)
    return int(value)


def _after(moment: int | None, seconds: int) -> int | None:
    return None if moment is None else moment + seconds
