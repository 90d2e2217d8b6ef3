"""What the commands' parsers share: a wrong argument is a CommandError, and some kinds of arguments."""

import argparse
import re
from datetime import date
from typing import Any, NoReturn, TypeAlias

from functions.catalog.priced_line import LINE_ID, MAX_QUANTITY
from functions.operations.change_stock import MAX_SHARDS, MAX_STOCK
from functions.operations.end_sessions import OWNER
from functions.operations.issue_gift_codes import MOST_CODES
from functions.shared import ids
from ops.errors import CommandError

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"

MAX_LISTED = 1000
MAX_REASON = 500
MAX_AMOUNT = 999_999_999
_OWNER = re.compile(r"own_[a-z0-9_]{1,60}")
_QUEUE = re.compile(r"[A-Za-z][A-Za-z0-9]{0,63}")
_REFUND_ID = re.compile(r"[A-Za-z0-9_]{1,64}")
_LINE_UNITS = re.compile(rf"({LINE_ID})=([0-9]{{1,3}})")
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Parser(argparse.ArgumentParser):
    """Options are spelled out: `--y` is no `--yes`."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        raise CommandError(message)


def units(text: str) -> int:
    """From 0 to a million, in plain digits."""
    return _whole(text, 0, MAX_STOCK)


def shards(text: str) -> int:
    """From 1 to 50, in plain digits."""
    return _whole(text, 1, MAX_SHARDS)


def codes(text: str) -> int:
    """How many to issue: from 1 to a thousand, in plain digits."""
    return _whole(text, 1, MOST_CODES)


def versions(text: str) -> int:
    """How many to keep: from 1 to a hundred, in plain digits."""
    return _whole(text, 1, 100)


def hours(text: str) -> int:
    """From none to a year, in plain digits."""
    return _whole(text, 0, 8760)


def _whole(text: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"a whole number from {least} to {most}, not {text!r}")
    return int(text)


def listed(text: str) -> int:
    """How many to list: from 1 to a thousand, in plain digits."""
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= MAX_LISTED:
        raise argparse.ArgumentTypeError(f"a whole number from 1 to {MAX_LISTED}, not {text!r}")
    return int(text)


def day(text: str) -> date:
    """`2026-11-21`, and no other way to write it."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise argparse.ArgumentTypeError(f"a day like 2026-11-21, not {text!r}")
    return found


def return_id(text: str) -> str:
    if ids.order_of_return(text) is None:
        raise argparse.ArgumentTypeError(f"a return's id (ret_...), not {text!r}")
    return text


def order_id(text: str) -> str:
    if not ids.is_order_id(text):
        raise argparse.ArgumentTypeError(f"an order's id (ord_...), not {text!r}")
    return text


def owner_id(text: str) -> str:
    """A customer's or a guest's."""
    if not _OWNER.fullmatch(text):
        raise argparse.ArgumentTypeError(f"an owner's id (own_...), not {text!r}")
    return text


def refund_id(text: str) -> str:
    """As the provider names it."""
    if not _REFUND_ID.fullmatch(text):
        raise argparse.ArgumentTypeError(f"a refund's id at the provider, not {text!r}")
    return text


def stuck_id(text: str) -> str:
    if not ids.is_order_id(text) and ids.order_of_part(text) is None:
        known = "an order's id (ord_...), a return's (ret_...) or a refund's (rfd_...)"
        raise argparse.ArgumentTypeError(f"{known}, not {text!r}")
    return text


def line_units(text: str) -> tuple[str, int]:
    """`LINE=UNITS`: a line of an order, and so many units of it."""
    found = _LINE_UNITS.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= MAX_QUANTITY:
        raise argparse.ArgumentTypeError(f"LINE=UNITS with 1 to {MAX_QUANTITY} units, not {text!r}")
    return found[1], int(found[2])


def line_perhaps_units(text: str) -> tuple[str, int | None]:
    """`LINE`, for all of its units, or `LINE=UNITS`."""
    return (text, None) if re.fullmatch(LINE_ID, text) else line_units(text)


def minor_units(text: str) -> int:
    """An amount of money in plain digits: cents, where there are cents."""
    return _whole(text, 0, MAX_AMOUNT)


def queue_name(text: str) -> str:
    if not _QUEUE.fullmatch(text):
        raise argparse.ArgumentTypeError(f"a queue as list-dead-letters names it, not {text!r}")
    return text


def reason(text: str) -> str:
    """A line of text for the records, at most 500 characters."""
    if not text.strip() or len(text) > MAX_REASON or not text.isprintable():
        raise argparse.ArgumentTypeError(f"a line of 1 to {MAX_REASON} characters")
    return text


def owner(text: str) -> str:
    if not OWNER.fullmatch(text):
        raise argparse.ArgumentTypeError(f"an owner (own_..., op_..., link_ord_...), not {text!r}")
    return text


def key_id(text: str) -> str:
    if not _KEY_ID.fullmatch(text):
        raise argparse.ArgumentTypeError(f"the id of a session key, not {text!r}")
    return text
