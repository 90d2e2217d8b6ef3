"""What customers are told of money that goes back to them, and of what they have sent back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from functions.notification.phrases import Phrases
from functions.order.lines import OrderLine, Quantities
from functions.order.order import Order
from functions.shared.money import Money


@dataclass(frozen=True)
class ReturnNews:
    """How a return ended, as its last event says. `refund` went to the card for it, `credit` became credit,
    and `given_back` went by other ways, or before, by a refund made `by_hand` that was told of then; a return
    that was turned down has neither. `delivery` is what of that is the price of delivery. `note` is what the
    inspector wants the customer to know."""

    return_id: str
    accepted: Quantities
    declined: Quantities
    refund: Money | None = None
    given_back: Money | None = None
    note: str | None = None
    by_hand: bool = False
    credit: Money | None = None
    delivery: Money | None = None

    @property
    def about(self) -> str:
        return self.return_id

    @property
    def gives_back(self) -> bool:
        """Whether it tells of money that nobody was told of before."""
        given = self.given_back is not None and self.given_back.amount > 0 and not self.by_hand
        return given or any(one is not None and one.amount > 0 for one in (self.refund, self.credit))


@dataclass(frozen=True)
class AmountNews:
    """A refund of an amount, by its id: what went to the card, what became credit, what was given by other
    ways (or by hand, which was told of then), and why, in an operator's words."""

    about: str
    card: Money
    credit: Money
    given_back: Money
    why: str


@dataclass(frozen=True)
class HandNews:
    """A refund that somebody made by hand, by its id at the provider."""

    about: str
    amount: Money


def news_of(data: dict[str, Any]) -> ReturnNews:
    """Of the data of ReturnRefunded, or of ReturnRejected, which has no refund."""
    note = data.get("note")
    if "refund" not in data:
        return ReturnNews(data["return_id"], {}, data["lines"], note=note)
    return ReturnNews(
        return_id=data["return_id"],
        accepted=data["lines"],
        declined=data["declined"],
        refund=Money.from_dict(data["refund"]),
        given_back=Money.from_dict(data["given_back"]),
        by_hand="by_hand" in data,
        credit=_optional(data, "credit"),
        delivery=_optional(data, "delivery"),
        note=note,
    )


def _optional(data: dict[str, Any], name: str) -> Money | None:
    return Money.from_dict(data[name]) if name in data else None


def amount_news(data: dict[str, Any]) -> AmountNews:
    """Of the data of AmountRefunded."""
    card, credit, given_back = (Money.from_dict(data[name]) for name in ("card", "credit", "given_back"))
    return AmountNews(data["refund_id"], card, credit, given_back, data["why"])


def refunded(news: ReturnNews, order: Order, phrases: Phrases) -> list[str]:
    """Paragraphs: which units were taken back, what was given back for them, and which were not."""
    return [
        phrases.say("returned.text"),
        _units(order.lines_of(news.accepted), phrases),
        *_given_back(news, order, phrases),
        *_declined(news, order, phrases),
        phrases.say("return", return_id=news.return_id),
    ]


def turned_down(news: ReturnNews, order: Order, phrases: Phrases) -> list[str]:
    """Paragraphs: nothing was taken back."""
    return [*_declined(news, order, phrases), phrases.say("return", return_id=news.return_id)]


def amount(news: AmountNews, phrases: Phrases) -> list[str]:
    """Paragraphs: which way an amount went, and why."""
    ways = (
        ("returned.refunded", news.card),
        ("returned.credited", news.credit),
        ("returned.given-back", news.given_back),
    )
    told = [phrases.say(name, amount=part.text()) for name, part in ways if part.amount]
    return [phrases.say("amount.why", why=news.why), *told]


def by_hand(news: HandNews, phrases: Phrases) -> list[str]:
    """Paragraphs about a refund that somebody of the shop made."""
    return [phrases.say("by-hand.text", amount=news.amount.text())]


def hand_failed(news: HandNews, phrases: Phrases) -> list[str]:
    """Paragraphs: such a refund was sent back by the customer's bank."""
    told = phrases.say("refund-failed.text", amount=news.amount.text())
    return [told, phrases.say("refund-failed.then")]


def _units(lines: Iterable[OrderLine], phrases: Phrases) -> str:
    """`2 x Margherita`, a line each: what comes back for a unit may be less than its price."""
    return "\n".join(f"  {phrases.say('units', quantity=one.quantity, name=one.name)}" for one in lines)


def listed(lines: Iterable[OrderLine], phrases: Phrases) -> str:
    """`2 x Margherita, EUR 18.00`, a line each."""
    told = (
        phrases.say("line", quantity=one.quantity, name=one.name, amount=one.line_total.text())
        for one in lines
    )
    return "\n".join(f"  {line}" for line in told)


def _given_back(news: ReturnNews, order: Order, phrases: Phrases) -> list[str]:
    otherwise = "returned.refunded-before" if news.by_hand else "returned.given-back"
    ways = (
        ("returned.refunded", news.refund),
        (otherwise, news.given_back),
        ("returned.credited", news.credit),
    )
    told = [phrases.say(name, amount=part.text()) for name, part in ways if part and part.amount]
    if told and news.delivery:
        told.append(phrases.say("returned.delivery", amount=news.delivery.text()))
    return told or [phrases.say("returned.paid-before" if order.charged else "returned.free")]


def _declined(news: ReturnNews, order: Order, phrases: Phrases) -> list[str]:
    why = [news.note] if news.note else []
    if not news.declined:
        return why
    units = _units(order.lines_of(news.declined), phrases)
    return [phrases.say("returned.declined"), units, *why, phrases.say("returned.ask")]
