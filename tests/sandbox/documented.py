"""What Stripe's own library documents of each object: its fields, which of them are always there, and the
values that a field may take. Read from the library's sources, which Stripe generates from its API."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import stripe

LITERAL = re.compile(r"\bLiteral(\[[^\]]*\])")
SOURCES = Path(stripe.__file__).parent
PLAIN = {"int": int, "str": str, "bool": bool}
OBJECTS = {
    "payment_intent": ("_payment_intent.py", "PaymentIntent"),
    "payment_method": ("_payment_method.py", "PaymentMethod"),
    "charge": ("_charge.py", "Charge"),
    "refund": ("_refund.py", "Refund"),
    "event": ("_event.py", "Event"),
}


@dataclass(frozen=True)
class Documented:
    """An object's fields with their types, as written, and the classes that these types may name."""

    fields: dict[str, str]
    inner: dict[str, ast.ClassDef]

    @classmethod
    def of(cls, node: ast.ClassDef) -> "Documented":
        fields = {
            line.target.id: ast.unparse(line.annotation)
            for line in node.body
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
        }
        inner = {line.name: line for line in node.body if isinstance(line, ast.ClassDef)}
        fields.pop("OBJECT_NAME", None)
        return cls(fields, inner)


def documented(kind: str) -> Documented:
    file, name = OBJECTS[kind]
    classes = ast.parse((SOURCES / file).read_text()).body
    (found,) = [one for one in classes if isinstance(one, ast.ClassDef) and one.name == name]
    return Documented.of(found)


def differences(shown: dict[str, Any]) -> list[str]:
    """How an object of the API, expanded ones inside included, differs from what is documented."""
    return sorted(set(_object(documented(shown["object"]), shown, shown["object"])))


def _object(known: Documented, shown: dict[str, Any], path: str) -> Iterator[str]:
    for name in shown.keys() - known.fields.keys():
        yield f"{path}.{name} is unknown"
    for name, kind in known.fields.items():
        core = kind.removeprefix("Optional[").removesuffix("]") if kind.startswith("Optional[") else kind
        if shown.get(name) is not None:
            yield from _value(known, core, shown[name], f"{path}.{name}")
        elif core == kind:
            yield f"{path}.{name} is missing"


def _value(known: Documented, kind: str, value: Any, path: str) -> Iterator[str]:
    if choices := LITERAL.search(kind):
        if value not in ast.literal_eval(choices[1]):
            yield f"{path} is {value!r}"
    elif kind in PLAIN:
        if type(value) is not PLAIN[kind]:
            yield f"{path} is {value!r}"
    elif isinstance(value, dict) and kind in known.inner:
        yield from _object(Documented.of(known.inner[kind]), value, path)
    elif isinstance(value, dict) and value.get("object") in OBJECTS:
        yield from _object(documented(value["object"]), value, path)
