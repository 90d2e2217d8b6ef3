"""`erase-person`: take out what is personal of somebody, and leave what the shop has to be able to count.

Each write is conditional and finds its own work done: whoever dies, or is cut off, says the command again,
which begins anew. An order that is under way is left as it is, and named.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from functools import partial

from functions.account.sign_out import sign_out_everywhere
from functions.cart import store as cart_store
from functions.conversation import personal_store as said
from functions.operator import personal_store as answers
from functions.order import personal_store as orders
from functions.order import views_store
from functions.order.view import view_of
from functions.returns import personal_store as returns
from functions.returns import photos
from functions.returns import store as returns_store
from functions.session import personal_store as sessions
from functions.session.owners_store import readable_owners
from functions.shared import clock
from functions.shared.contention import contend
from functions.shared.items import Unreadable
from ops import letters, person
from ops.person import Person


@dataclass
class Erased:
    """`orders` are erased. `postponed`: orders under way, with why; their conversations are left, too.
    `messages`, `photos`, `sessions` (what was kept for them) and `letters` (dead ones) count. `unreadable`:
    orders and conversations that cannot be read, with why; they were left, as far as they are."""

    owners: list[str]
    orders: list[str] = field(default_factory=list)
    postponed: dict[str, str] = field(default_factory=dict)
    messages: int = 0
    photos: int = 0
    sessions: int = 0
    letters: int = 0
    unreadable: dict[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        return not self.postponed and not self.unreadable

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def would_erase(owner: str) -> Erased:
    """The orders that would be erased, and those that would not; nothing is changed."""
    whom = person.find(owner)
    report = Erased(list(whom.owners))
    for order_id in whom.orders:
        _each(order_id, report, lambda order_id: person.read(order_id).under_way)
    return report


def erase_person(owner: str) -> Erased:
    """Sessions end first, so that no page of theirs keeps anything anew. Raises Contended, StoreSilent, and
    what AWS raises: say it again then."""
    _end_sessions(owner)
    whom = person.find(owner)
    report = Erased(list(whom.owners))
    for order_id in whom.orders:
        _each(order_id, report, partial(_erase_order, report=report))
    left = report.postponed.keys() | report.unreadable.keys()
    spoken = [name for name in whom.conversations if name not in left]
    for name in spoken:
        _erase_conversation(name, report)
    answers.erase_answers(_returns_of(report.orders))
    report.letters = letters.drop(spoken)
    for one in whom.owners:
        _empty_cart(one)
    report.sessions = _erase_sessions(whom)
    return report


def _each(order_id: str, report: Erased, work: Callable[[str], str | None]) -> None:
    """Whatever is wrong with one, the others go on."""
    try:
        because = work(order_id)
    except Unreadable as broken:
        report.unreadable[order_id] = str(broken)
        return
    if because is None:
        report.orders.append(order_id)
    else:
        report.postponed[order_id] = because


def _erase_order(order_id: str, report: Erased) -> str | None:
    """Why it is left as it is; None once it is erased."""
    return contend(partial(_try_order, order_id, report), f"erase {order_id}")


def _try_order(order_id: str, report: Erased) -> str | None:
    """The head goes last of its items, on condition that it is as it was read: then there was no other
    return, and no other event. Its row follows it."""
    known = person.read(order_id)
    if known.under_way:
        return known.under_way
    for one in known.returns:
        report.photos += photos.remove(one.return_id)
        returns.erase(one)
    orders.erase_events(order_id, known.events)
    views_store.repair(view_of(orders.erase_head(known.order, clock.timestamp(clock.now()))))
    return None


def _erase_conversation(name: str, report: Erased) -> None:
    try:
        report.messages += said.erase(name)
    except Unreadable as broken:
        report.unreadable[name] = str(broken)


def _returns_of(order_ids: Iterable[str]) -> set[str]:
    return {one.return_id for order_id in order_ids for one in returns_store.of_order(order_id)}


def _end_sessions(owner: str) -> None:
    now = clock.now()
    for one in readable_owners(owner):
        sign_out_everywhere(one, now)


def _empty_cart(owner: str) -> None:
    """It names nobody, and is what somebody wanted. One that an order claims is emptied with the order."""
    contend(partial(_try_cart, owner), f"empty the cart of {owner}", refusals=(cart_store.CartMoved,))


def _try_cart(owner: str) -> None:
    now = clock.now()
    cart = cart_store.load(owner, now)
    if cart.lines and cart.checkout is None:
        cart_store.save(cart.changed_to(()), cart, now)


def _erase_sessions(whom: Person) -> int:
    kept = list(sessions.of_owners(whom.owners))
    for one in kept:
        sessions.erase(one, clock.now())
    return sum(one.data is not None or one.email is not None for one in kept)
