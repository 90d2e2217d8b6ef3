"""What must never be told where it does not belong: recognised in whatever is written down, sent or answered.

The customers and shops of all tests have values that can be told from everything else (a street, a card, a
client secret, a key). `look` searches a text for them, and whatever is found stays in `FOUND` until the test
that was running is failed for it (tests/conftest.py). It raises nothing itself: the code that is tested would
catch it.
"""

import base64
import binascii
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from harness.environment import SESSION_KEYS
from harness.template import HASH

EMAIL, NAME, STREET, PHONE = "an e-mail address", "a name", "a street", "a telephone number"
CARD, CLIENT_SECRET = "a payment method", "a client secret"
PROVIDER_KEY, SESSION_KEY = "a key of the provider's", "a session key"
SESSION, TASK, CALLBACK, SIGNED = "a session token", "a task token", "a callback id", "a signed link or form"
TICKET = "a ticket of the socket"
LINK = "the key in a link of a mail"

PERSONAL = frozenset({EMAIL, NAME, STREET, PHONE})

PATTERNS = {
    EMAIL: r"(?<![\w.+-])(?!shop@)[\w.+-]+@example\.(?:com|org)",
    NAME: r"Ada Lovelace",
    STREET: r"Via Roma 1|1 Main St",
    PHONE: r"\+39 ?081 ?5550100",
    # Whole and no longer than one: of random text a signed id is made of, some begins so.
    CARD: r"(?<![\w-])pm_[A-Za-z]\w{1,60}(?![\w-])",
    CLIENT_SECRET: r"\bpi_\w+_secret\w*",
    PROVIDER_KEY: r"\b(?:[sr]k_(?:test|live)|whsec)_\w+",
    SESSION_KEY: "|".join([*map(re.escape, SESSION_KEYS.values()), r"\w+-secret-of-at-least-32-bytes?"]),
    SESSION: r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}",
    TICKET: r"\btkt_[a-z2-7]{32}",
    LINK: r"#key=[\w-]{40,}",
    SIGNED: r"X-Amz-Signature=|\beyJleHBpcmF0aW9u",
}
"""How each is told. Task tokens are known from what functions were given (`note_tokens`); callback ids are
read."""

HINTS = {
    EMAIL: ("@example.",),
    NAME: ("Ada Lovelace",),
    STREET: ("Via Roma 1", "1 Main St"),
    PHONE: ("5550100",),
    CARD: ("pm_",),
    CLIENT_SECRET: ("_secret",),
    PROVIDER_KEY: ("k_live_", "k_test_", "whsec_"),
    SESSION_KEY: (*SESSION_KEYS.values(), "-secret-of-at-least-32-byte"),
    SESSION: (".eyJ",),
    TICKET: ("tkt_",),
    LINK: ("#key=",),
    SIGNED: ("X-Amz-Signature=", "eyJleHBpcmF0aW9u"),
}
"""What each holds one of. Nearly all of the many texts that are looked at hold none, which is soon seen."""

_HINTS = [(hint, kind) for kind, hints in HINTS.items() for hint in hints]
_PATTERNS = {kind: re.compile(one) for kind, one in PATTERNS.items()}
_IN_CALLBACK = ("Cm9yZF", "pvcmRf", "Kb3JkX")
"""`\\nord_` in base64, by where its first byte falls."""
_LONG = re.compile(r"(?<![\w-])[\w-]{60,}(?![\w-])")

MAY_GO: dict[str, tuple[Collection[str], str]] = {
    "dynamodb Orders": (
        (*PERSONAL, CARD, TASK),
        "the order: where it goes, whom to write to, which card is asked; tokens of returns and of stops",
    ),
    "dynamodb Sessions": (
        (*PERSONAL, CARD),
        "whose account it is; what a page keeps of a checkout that is filled in half",
    ),
    "dynamodb Payments": ((CLIENT_SECRET, TASK), "what the bank asks of the customer; who waits for it"),
    "dynamodb Fulfilments": ((TASK,), "who waits for the warehouse"),
    "sqs SendMessage Warehouse": ((CALLBACK,), "what the warehouse answers with"),
    "lambda Invoke by a state machine": ((CARD, TASK), "a step's input: its card, and the token it keeps"),
    "stepfunctions StartExecution": (
        (CARD,),
        "AuthorizePayment's input, from the start: as above",
    ),
    "ReserveStock's answer": ((CARD,), "AuthorizePayment's input: the machine's log holds no data"),
    "sqs SendMessage PackingResults": ((CALLBACK,), "the warehouse's own answer: no function may send"),
    "stepfunctions SendTaskSuccess": ((TASK,), "the answer itself"),
    "stepfunctions SendTaskFailure": ((TASK,), "the answer itself"),
    "stepfunctions SendTaskHeartbeat": ((TASK,), "the answer itself"),
    "sqs SendMessage SweepFailures": ((EMAIL,), "put there by a test, as Lambda does: no function may send"),
    "sesv2 SendEmail": ((EMAIL, LINK), "the mail itself"),
    "secretsmanager PutSecretValue": ((SESSION_KEY,), "where keys are kept"),
    "secretsmanager CreateSecret": ((SESSION_KEY, PROVIDER_KEY), "where keys are kept"),
}
"""Where each may travel, and why. Whatever else is sent to AWS, logged, answered with a refusal, or told to a
state machine holds none of them."""


PRINTED = (SIGNED,)
"""What commands show: `show-return` shows an inspector links to photos, which is what it is for."""


@dataclass(frozen=True)
class Leak:
    kind: str
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind} in {self.where}: {self.text}"


FOUND: list[Leak] = []
_tokens: list[str] = []
"""A list: threads go through it while others add."""
SHOWN = 120


def taken() -> list[Leak]:
    """What was found since this was asked last."""
    found = list(FOUND)
    FOUND.clear()
    return found


def forget_tokens() -> None:
    _tokens.clear()


def note_tokens(event: Any) -> None:
    """Remember the tokens in what a function is given, so that they are recognised."""
    if isinstance(event, dict):
        for name, value in event.items():
            if name == "task_token" and isinstance(value, str) and len(value) > len("token-1"):
                if value not in _tokens:
                    _tokens.append(value)
            elif name == "body" and isinstance(value, str) and '"task_token"' in value:
                note_tokens(json.loads(value))
            else:
                note_tokens(value)
    elif isinstance(event, list):
        for one in event:
            note_tokens(one)


def look(where: str, text: str, allowed: Collection[str] = ()) -> None:
    """Note what `text` holds that is not `allowed` there."""
    for kind, at in _found_in(text, allowed):
        FOUND.append(Leak(kind, where, text[max(0, at - SHOWN // 2) : at + SHOWN]))
        return


def holds(kind: str, text: str) -> bool:
    """Whether there is one of this kind in it."""
    return _PATTERNS[kind].search(text) is not None


def _found_in(text: str, allowed: Collection[str]) -> Iterator[tuple[str, int]]:
    for hint, kind in _HINTS:
        if hint in text and kind not in allowed:
            found = _PATTERNS[kind].search(text)
            if found:
                yield kind, found.start()
    if TASK not in allowed:
        for token in _tokens:
            if token in text:
                yield TASK, text.index(token)
    if CALLBACK not in allowed and any(hint in text for hint in _IN_CALLBACK):
        for long in _LONG.finditer(text):
            if _is_callback(long[0]):
                yield CALLBACK, long.start()


def _is_callback(text: str) -> bool:
    """A signed text about an order (functions/session/signed_text.py): readable by whoever has it."""
    try:
        return b"\nord_" in base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_")
    except (binascii.Error, ValueError):
        return False


def look_at(where: str, text: str) -> None:
    """As `look`, with what may go there."""
    look(where, text, MAY_GO.get(where, ((), ""))[0])


def look_at_call(
    service: str, operation: str, params: dict[str, Any], *, within_a_function: bool = True
) -> None:
    """A call to AWS. A transaction is looked at write by write: each has a table of its own. What no function
    invokes is invoked by an emulated state machine."""
    if operation == "Invoke" and not within_a_function:
        look_at("lambda Invoke by a state machine", _text(params))
        return
    for where, what in _destinations(service, operation, params):
        look_at(where, _text(what))


def _destinations(service: str, operation: str, params: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if service == "dynamodb":
        writes = [next(iter(one.values())) for one in params.get("TransactItems", [])] or [params]
        for one in writes:
            yield f"dynamodb {_called(one.get('TableName', operation))}", one
    elif "QueueUrl" in params:
        yield f"{service} {operation} {_called(params['QueueUrl'].rpartition('/')[2])}", params
    else:
        yield f"{service} {operation}", params


def _called(name: str) -> str:
    """The construct, whatever a suite calls it: `Orders1A2B3C4D`, `ORDERS_TABLE`."""
    short = HASH.sub("", name.removesuffix(".fifo"))
    return short.removesuffix("_TABLE").title().replace("_", "") if short.isupper() else short


_AS_JSON = json.JSONEncoder(default=str, ensure_ascii=False)


def _text(thing: Any) -> str:
    try:
        return _AS_JSON.encode(thing)
    except (TypeError, ValueError):
        return str(thing)
