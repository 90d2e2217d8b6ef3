"""The socket of a running shop, told whatever comes to mind: what its document has, bent and broken.

After each message the client pings. Whatever it hears until the pong is in the document, and nothing broke.
"""

import json
import random
import string
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from contract.__main__ import SERVED_MESSAGES
from tests.contract.conformance import check_message
from tests.e2e.shop import Buyer, Shop
from tests.e2e.test_live import HEARD_SECONDS, address, ticket

EACH = 9
"""Messages on one connection, with a ping for each: twenty are taken at once."""
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1.5,
    10**400,
    "",
    "\x00",
    "\ud800",
    "x" * 5000,
    [],
    {},
    [[]],
    {"": 1},
)


def fuzz(shop: Shop, seed: str, examples: int) -> list[str]:
    """What went wrong, by the message that was sent."""
    chance = random.Random(seed)  # noqa: S311 - a test's seed
    buyer, wrong = shop.buyer(), []
    for start in range(0, examples, EACH):
        said = [_message(chance) for _ in range(min(EACH, examples - start))]
        wrong += _talk(shop, buyer, said)
    return wrong


def _talk(shop: Shop, buyer: Buyer, said: list[str | bytes]) -> list[str]:
    wrong = []
    with connect(address(shop, ticket(buyer))) as connection:
        for message in said:
            connection.send(message)
            connection.send('{"type": "ping"}')
            problem = _hear(connection)
            if problem:
                wrong.append(f"{message[:300]!r}: {problem}")
    return wrong


def _hear(connection: ClientConnection) -> str | None:
    try:
        while True:
            heard = json.loads(connection.recv(timeout=HEARD_SECONDS))
            check_message(heard)
            if heard["type"] == "refused" and heard["why"] in ("internal-error", "too-many-messages"):
                return f"refused: {heard['why']}"
            if heard["type"] in ("pong", "gone"):
                return None
    except ConnectionClosed as closed:
        return f"the connection ended: {closed}"
    except (AssertionError, ValueError, KeyError, TimeoutError) as broken:
        return f"{type(broken).__name__}: {broken}"


def _message(chance: random.Random) -> str | bytes:
    match chance.randrange(5):
        case 0:
            return "".join(chance.choices(string.printable, k=chance.randrange(200)))
        case 1:
            return chance.randbytes(chance.randrange(200))
        case 2:
            return json.dumps(chance.choice(ODD))
        case _:
            return json.dumps(_bent(chance, _valid(chance)))


def _valid(chance: random.Random) -> dict[str, Any]:
    """One of the messages that a client may send."""
    document = json.loads(SERVED_MESSAGES.read_text())
    named = chance.choice(document["operations"]["hear"]["messages"])["$ref"].rpartition("/")[2]
    schema = document["components"]["schemas"][named]
    return {name: _value(chance, one) for name, one in schema["properties"].items()}


def _value(chance: random.Random, schema: dict[str, Any]) -> Any:
    if "const" in schema:
        return schema["const"]
    match schema.get("type"):
        case "integer":
            return chance.randrange(1000)
        case "object":
            return {f"ord_{''.join(chance.choices('abcdefgh234567', k=32))}": chance.randrange(9)}
        case _:
            return "".join(chance.choices(string.ascii_letters, k=chance.randrange(1, 60)))


def _bent(chance: random.Random, message: dict[str, Any]) -> dict[str, Any]:
    """Left as it is, or with a member less, more, or other than it should be."""
    name = chance.choice(list(message))
    match chance.randrange(4):
        case 0:
            message.pop(name)
        case 1:
            message["".join(chance.choices(string.printable, k=5))] = chance.choice(ODD)
        case 2:
            message[name] = chance.choice(ODD)
    return message
