"""The codes of a shop's file (shop_file.py)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from functions.pricing.rounding import WHOLE
from functions.pricing.shop import CODE, Code
from ops.catalog_file import SKU
from ops.currency import Prices
from ops.fields import fields, flag, line_of_text, named, sequence, shown, whole_number
from ops.located_json import Node, Wrong

MAX_SKUS = 100  # that one code is for
MAX_USES = 1_000_000
MAX_MOMENT = 100
TAKES = ("rate", "amount", "free_delivery")


def read_code(prices: Prices, node: Node) -> Code:
    """Raises Wrong."""
    dates, limits = ("starts", "ends"), ("uses", "uses_per_customer")
    optional = (*TAKES, "skus", *dates, "minimum", "goes_with_others", *limits)
    found = fields(node, "a code", ("code",), optional)
    code = named(found["code"], "code", re.compile(CODE), "capital letters")
    if sum(name in found for name in TAKES) != 1:
        raise Wrong(node.line, f"{code}: one of {', '.join(TAKES)}")
    if "free_delivery" in found and not flag(found["free_delivery"], f"{code}: free_delivery"):
        raise Wrong(found["free_delivery"].line, f"{code}: free_delivery: true, or left out")
    starts, ends = (_moment(found, code, name) for name in dates)
    if starts and ends and starts >= ends:
        raise Wrong(found["ends"].line, f"{code}: ends before it starts")
    return Code(
        code=code,
        rate=_positive(found, code, "rate", _number(found, code, "rate", WHOLE)),
        amount=_positive(found, code, "amount", prices.read_if_said(found, code, "amount")),
        free_delivery="free_delivery" in found,
        skus=frozenset(_skus(found["skus"], code)) if "skus" in found else frozenset(),
        starts=starts,
        ends=ends,
        minimum=prices.read_if_said(found, code, "minimum") or 0,
        goes_with_others="goes_with_others" in found
        and flag(found["goes_with_others"], f"{code}: goes_with_others"),
        uses=_positive(found, code, "uses", _number(found, code, "uses", MAX_USES)),
        uses_per_customer=_positive(
            found, code, "uses_per_customer", _number(found, code, "uses_per_customer", MAX_USES)
        ),
    )


def _skus(node: Node, code: str) -> Iterator[str]:
    listed = sequence(node, f"{code}: skus")
    if not 1 <= len(listed) <= MAX_SKUS:
        raise Wrong(node.line, f"{code}: skus: {len(listed)}; from 1 to {MAX_SKUS}, or left out for all")
    for one in listed:
        if not isinstance(one.value, str) or not SKU.fullmatch(one.value):
            raise Wrong(one.line, f"{code}: skus: no SKU, {shown(one.value)}")
        yield one.value


def _moment(found: dict[str, Node], code: str, name: str) -> datetime | None:
    """UTC. A moment without an offset is no moment."""
    if name not in found:
        return None
    text = line_of_text(found[name], f"{code}: {name}", MAX_MOMENT)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Wrong(found[name].line, f"{code}: {name}: as 2026-12-24T18:00:00+01:00, not {shown(text)}")
    return moment.astimezone(UTC)


def _number(found: dict[str, Node], what: str, name: str, most: int) -> int | None:
    return whole_number(found[name], f"{what}: {name}", most) if name in found else None


def _positive(found: dict[str, Node], what: str, name: str, number: int | None) -> int | None:
    if number == 0:
        raise Wrong(found[name].line, f"{what}: {name}: 1 or more")
    return number
