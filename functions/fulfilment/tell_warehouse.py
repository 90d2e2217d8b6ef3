"""Tell a warehouse the last word on what it was offered: to hand it over, or to put it back.

The word is sent before it is noted, so that it is sent at least once. The queue keeps no order, and an offer
may be sent late: whoever answers an offer that has had its last word is told it again.
"""

from dataclasses import dataclass, field

from functions.fulfilment import store, warehouse
from functions.fulfilment.fulfilment import LAST_WORDS, Fulfilment, Instruction
from functions.order import store as order_store
from functions.order.order import DELIVERED, GIVEN_UP
from functions.shared.items import Aside


@dataclass
class Told:
    """How many were told a word that they were owed; `unreadable` names those of whom nobody can say."""

    words: int = 0
    unreadable: Aside = field(default_factory=dict)


def tell_warehouse(order_id: str, word: Instruction) -> bool:
    """Say the order's last word, unless nothing was offered or it was said before; whether it was said."""
    return _tell(store.load(order_id), word)


def tell_if_ended(fulfilment: Fulfilment) -> bool:
    """As `tell_warehouse`, of an order of whose end the relay may have heard already, when no word was owed
    yet. One that is on its way is left to the relay."""
    word = _word(fulfilment.order_id)
    return word is not None and _tell(fulfilment, word)


def tell_again(fulfilment: Fulfilment) -> None:
    """Say the last word once more, if it was said: who still answers has not heard it, or not understood."""
    if fulfilment.told in LAST_WORDS:
        warehouse.tell(fulfilment, fulfilment.told)


def tell_owed() -> Told:
    """Say every last word that is still owed, by a scan: for operators, once the cause is repaired. Of those
    that were offered before there were last words, nothing says that one is owed."""
    done = Told()
    for fulfilment in store.load_all(done.unreadable):
        if fulfilment.told is Instruction.WAIT:
            done.words += tell_if_ended(fulfilment)
    return done


def _tell(fulfilment: Fulfilment, word: Instruction) -> bool:
    if not fulfilment.owed:
        return False
    warehouse.tell(fulfilment, word)
    store.note_told(fulfilment.order_id, word)
    return True


def _word(order_id: str) -> Instruction | None:
    """None while the order is on its way."""
    status = order_store.load(order_id).status
    if status in DELIVERED:
        return Instruction.HAND_OVER
    return Instruction.PUT_BACK if status in GIVEN_UP else None
