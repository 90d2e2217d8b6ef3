"""JSON whose every value knows its line, so that a refusal can say where."""

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Any, NoReturn

MAX_DEPTH = 20
MAX_DIGITS = 30
_BLANK = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?[0-9]+")


class Wrong(Exception):
    """What is wrong, and on which line (from 1)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Node:
    """A value and the line it begins on; what belongs to a name begins with the name.

    `value` is a `dict[str, Node]`, a `list[Node]`, or a plain str, int, float, bool or None.
    """

    value: Any
    line: int


def parse(data: bytes) -> Node:
    """Raises Wrong: not UTF-8, not JSON, a name twice in one object, deeper than 20 levels."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Wrong(line, f"not UTF-8: byte 0x{data[error.start]:02x}") from None
    return _Reader(text).document()


class _Reader:
    """Objects and arrays are read here, what they are made of by the standard library."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._last = max(len(text.rstrip(" \t\r\n")) - 1, 0)
        self._lines = [match.end() for match in re.finditer("\n", text)]
        self._scalars = json.JSONDecoder(parse_constant=self._refuse_constant)

    def document(self) -> Node:
        self._skip_blanks()
        if self._at == len(self._text):
            self._fail("the file is empty; a JSON object is expected")
        root = self._value(MAX_DEPTH)
        self._skip_blanks()
        if self._at < len(self._text):
            self._fail(f"not JSON: {self._found()} after the end")
        return root

    def _value(self, depth: int) -> Node:
        if depth == 0:
            self._fail(f"not a catalog: nested more than {MAX_DEPTH} levels deep")
        line = self._line()
        match self._peek():
            case "{":
                return Node(self._object(depth - 1), line)
            case "[":
                return Node(self._array(depth - 1), line)
            case _:
                return Node(self._scalar(), line)

    def _object(self, depth: int) -> dict[str, Node]:
        found: dict[str, Node] = {}
        self._at += 1
        if self._take("}"):
            return found
        while True:
            line = self._line()
            if self._peek() != '"':
                self._fail(f"not JSON: a name in double quotes is expected, not {self._found()}")
            name = self._scalar()
            if name in found:
                raise Wrong(line, f"{name!r} stands here a second time")
            if not self._take(":"):
                self._fail(f"not JSON: ':' is expected after {name!r}, not {self._found()}")
            found[name] = Node(self._value(depth).value, line)
            if self._take("}"):
                return found
            if not self._take(","):
                self._fail(f"not JSON: ',' or '}}' is expected, not {self._found()}")

    def _array(self, depth: int) -> list[Node]:
        found: list[Node] = []
        self._at += 1
        if self._take("]"):
            return found
        while True:
            found.append(self._value(depth))
            if self._take("]"):
                return found
            if not self._take(","):
                self._fail(f"not JSON: ',' or ']' is expected, not {self._found()}")

    def _scalar(self) -> Any:
        number = _NUMBER.match(self._text, self._at)
        if number and len(number[0]) > MAX_DIGITS:
            self._fail(f"a number of {len(number[0])} digits")
        try:
            value, self._at = self._scalars.raw_decode(self._text, self._at)
        except json.JSONDecodeError as error:
            self._at = min(error.pos, len(self._text))
            self._fail(f"not JSON: {error.msg[:1].lower()}{error.msg[1:]}")
        self._skip_blanks()
        return value

    def _take(self, mark: str) -> bool:
        self._skip_blanks()
        if self._peek() != mark:
            return False
        self._at += 1
        self._skip_blanks()
        return True

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _found(self) -> str:
        return repr(self._peek()) if self._peek() else "the end of the file"

    def _skip_blanks(self) -> None:
        blanks = _BLANK.match(self._text, self._at)
        self._at = blanks.end() if blanks else self._at

    def _line(self) -> int:
        """Where it ends too early, the last line that says something."""
        return bisect_right(self._lines, min(self._at, self._last)) + 1

    def _fail(self, message: str) -> NoReturn:
        raise Wrong(self._line(), message)

    def _refuse_constant(self, name: str) -> NoReturn:
        self._fail(f"not JSON: {name}")
