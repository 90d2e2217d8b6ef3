"""`export-person`: all that the shop keeps of somebody, in one object.

    schema          `paidonce-person-1`: what follows; members may be added under the same name
    made_at         when (RFC 3339, UTC)
    owners          ids: the one that was asked about, then the guests whose carts that one merged
    carts           {owner, lines}
    credit          {owner, balance, held, entries: [{type, amount, source, target, at, why}]}
    orders          as find-order shows them, and shipping_address, email, payment_method, events, payment
                    {state, intent_id, entries}, returns; a return's photos {name, size, uploaded_at, link,
                    expires_at}
    conversations   {conversation, messages: [{seq, from, at, text}]}
    undelivered     {conversation, text}: said over a socket, and dead letters by now
    sessions        {data, email}: what a page keeps for a session, and the address of who logged in
    unreadable      by order, conversation or owner, why it is not in its list

What it leaves out, and why, is in docs/data-at-rest.md.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from functions.cart import store as cart_store
from functions.conversation import store as conversations
from functions.credit import personal_store as credit
from functions.credit import store as credit_store
from functions.credit.show_credit import show_balance
from functions.operations.show_order import shown
from functions.payment import ledger
from functions.payment import store as payments
from functions.returns import photos
from functions.returns.returns import Return, present
from functions.session import personal_store as sessions
from functions.session.personal_store import Kept
from functions.shared import clock
from functions.shared.items import Aside, Unreadable
from ops import letters, person
from ops.person import Known

SCHEMA = "paidonce-person-1"
Shown = dict[str, Any]


def export_person(owner: str) -> dict[str, Any]:
    whom = person.find(owner)
    aside: Aside = {}
    return {
        "schema": SCHEMA,
        "made_at": clock.timestamp(clock.now()),
        "owners": list(whom.owners),
        "carts": [_cart(one) for one in whom.owners],
        "credit": _each(whom.owners, _credit, aside),
        "orders": _each(whom.orders, lambda order_id: _order(person.read(order_id)), aside),
        "conversations": _each(whom.conversations, _conversation, aside),
        "undelivered": [
            {"conversation": one.conversation, "text": one.text} for one in letters.of(whom.conversations)
        ],
        "sessions": [_session(kept) for kept in sessions.of_owners(whom.owners)],
        "unreadable": aside,
    }


def _cart(owner: str) -> dict[str, Any]:
    cart = cart_store.load(owner, clock.now())
    return {"owner": owner, "lines": [asdict(line) for line in cart.lines]}


def _credit(owner: str) -> Shown:
    entries = [asdict(entry) for entry in credit.entries_of(owner)]
    return {"owner": owner} | show_balance(credit_store.load(owner)) | {"entries": entries}


def _each(names: Iterable[str], show: Callable[[str], Shown | None], aside: Aside) -> list[Shown]:
    """What there is of each; one that cannot be read goes `aside`."""
    found = []
    for name in names:
        try:
            shown = show(name)
        except Unreadable as broken:
            aside[name] = str(broken)
            continue
        found += [shown] if shown else []
    return found


def _order(known: Known) -> dict[str, Any]:
    order = known.order
    return (
        {"order_id": order.order_id}
        | shown(order)
        | {
            "shipping_address": order.shipping_address,
            "email": order.email,
            "payment_method": order.payment_method,
            "erased": order.erased,
            "events": [asdict(event) for event in known.events],
            "payment": _payment(order.order_id),
            "returns": [_return(one) for one in known.returns],
        }
    )


def _payment(order_id: str) -> dict[str, Any] | None:
    """What the provider keeps is found there, by `intent_id`."""
    payment = payments.load(order_id)
    if payment is None:
        return None
    return {
        "state": payment.state.value,
        "intent_id": payment.hold_id,
        "entries": ledger.entries_of(order_id),
    }


def _return(return_: Return) -> dict[str, Any]:
    found = [
        asdict(one)
        | {
            "uploaded_at": clock.timestamp(one.uploaded_at),
            "expires_at": clock.timestamp(one.expires_at),
        }
        for one in photos.uploaded(return_.return_id)
    ]
    return present(return_) | {"photos": found}


def _conversation(name: str) -> dict[str, Any] | None:
    head = conversations.load(name)
    if head is None:
        return None
    said = [
        {"seq": one.seq, "from": one.side.value, "at": one.at, "text": one.text}
        for one in conversations.messages(name, 1, head.seq)
    ]
    return {"conversation": name, "messages": said}


def _session(kept: Kept) -> dict[str, Any]:
    return {"data": json.loads(kept.data) if kept.data else None, "email": kept.email}
