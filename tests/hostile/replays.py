"""What was said once and is said again: the provider's events, the warehouse's callbacks, tickets."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import boto3
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from local.payment_sandbox.courier import signature
from ops import target
from tests.e2e.shop import Buyer, Shop
from tests.e2e.test_live import HEARD_SECONDS, address, ticket
from tests.hostile.victim import Victim

WEBHOOK = "/api/payments/webhook"
TOLERANCE_SECONDS = 300
TIMES = 12


def webhooks(shop: Shop, victim: Victim) -> Iterator[str]:
    """Who has no secret is refused; who replays a good event changes nothing."""
    before = victim.buyer.order(victim.ids["order_id"])
    secret = _webhook_secret()
    intent = {"id": "pi_" + "0" * 24, "metadata": {"order_id": victim.ids["order_id"]}}
    event = {"id": "evt_replayed", "type": "payment_intent.canceled", "data": {"object": intent}}
    body, now = json.dumps(event).encode(), int(time.time())
    good = signature(body, secret, now)
    bad = {
        "none": None,
        "empty": "",
        "of another secret": signature(body, "whsec_guessed", now),
        "too old": signature(body, secret, now - TOLERANCE_SECONDS - 60),
        "of another body": signature(b"{}", secret, now),
        "with another time": good.replace(f"t={now}", f"t={now + 1}"),
        "without a time": good.partition(",")[2],
        "of another scheme": good.replace("v1=", "v0="),
        "not ASCII": "t=1,v1=\xe9",
        "long": "t=1," + "v1=" + "a" * 5000,
    }
    for name, value in bad.items():
        headers = {} if value is None else {"Stripe-Signature": value}
        answer = shop.ask("POST", WEBHOOK, data=body, headers=headers)
        if answer.status_code not in (400, 431):
            yield f"a webhook whose signature is {name}: {answer.status_code} {answer.text[:200]}"
    with ThreadPoolExecutor(4) as pool:
        sent = {"data": body, "headers": {"Stripe-Signature": good}}
        answers = list(pool.map(lambda _: shop.ask("POST", WEBHOOK, **sent), range(TIMES)))
    if {answer.status_code for answer in answers} != {200}:
        yield f"an event that is replayed: {sorted(answer.status_code for answer in answers)}"
    if victim.buyer.order(victim.ids["order_id"]) != before:
        yield "a replayed event changed the order"


def callbacks(shop: Shop, victim: Victim) -> Iterator[str]:
    """The warehouse's answer stands; a changed id is none, and says nothing about the order."""
    before = victim.buyer.order(victim.ids["order_id"])
    again = shop.report(victim.callback_id, outcome="packed")
    other = shop.report(victim.callback_id, outcome="rejected")
    if again.status_code not in (200, 409) or other.status_code != 409:
        yield f"an answer given twice: {again.status_code}, another: {other.status_code}"
    for place in range(0, len(victim.callback_id), 7):
        letter = "A" if victim.callback_id[place] != "A" else "B"
        changed = victim.callback_id[:place] + letter + victim.callback_id[place + 1 :]
        answer = shop.report(changed, outcome="rejected")
        if answer.status_code != 404:
            yield f"a callback id changed at {place}: {answer.status_code} {answer.text[:200]}"
    if victim.buyer.order(victim.ids["order_id"]) != before:
        yield "a replayed callback changed the order"


def sockets(shop: Shop, victim: Victim, stranger: Buyer) -> Iterator[str]:
    """A ticket is good once; whoever is connected hears nothing of others, whatever they ask for."""
    used = ticket(stranger)
    conversation = victim.ids["conversation"]
    asks = (
        {"type": "hello", "since": {conversation: 0}},
        {"type": "say", "conversation": conversation, "client_id": "x", "text": "hello"},
        {"type": "read", "conversation": conversation, "upto": 1},
        {"type": "watch", "conversation": conversation},
        {"type": "typing", "conversation": conversation},
    )
    with connect(address(shop, used)) as connection:
        for ask in asks:
            connection.send(json.dumps(ask))
        connection.send('{"type": "ping"}')
        heard = []
        try:
            while '"pong"' not in "".join(heard[-1:]):
                heard.append(str(connection.recv(timeout=HEARD_SECONDS)))
        except ConnectionClosed as closed:
            yield f"the socket ended: {closed}"
        for mark in victim.marks:
            if any(mark in one and mark != conversation for one in heard):
                yield f"the socket tells {mark!r}: {heard}"
        if any('"type":"order"' in one.replace(" ", "") for one in heard):
            yield f"the socket tells of another's order: {heard}"
    for name, spent in {"spent": used, "none": "", "made up": "tkt_" + "a" * 32, "odd": "%00%ff"}.items():
        try:
            with connect(address(shop, spent)):
                yield f"a ticket that is {name} opens a connection"
        except (InvalidStatus, ConnectionClosed):
            continue


def _webhook_secret() -> str:
    """The run's own: whoever replays an event has seen one that is signed."""
    target.connect(False)
    secret = boto3.client("secretsmanager").get_secret_value(SecretId=_secret_name())
    found: str = json.loads(secret["SecretString"])["webhook_secret"]
    return found


def _secret_name() -> str:
    return target.stack_outputs()["StripeSecret"]
