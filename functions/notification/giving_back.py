"""What customers are told of money that goes back to them, and of what they have sent back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from functions.order.lines import OrderLine, Quantities
from functions.order.order import Order
from functions.shared.money import Money

_BANK = "Your bank may need a few days to show it."


@dataclass(frozen=True)
class ReturnNews:
    """How a return ended, as its last event says. `refund` went to the card for it, `given_back` by other
    ways, or before, by a refund made `by_hand` that was told of then; a return that was turned down has
    neither. `note` is what the inspector wants the customer to know."""

    return_id: str
    accepted: Quantities
    declined: Quantities
    refund: Money | None = None
    given_back: Money | None = None
    note: str | None = None
    by_hand: bool = False

    @property
    def about(self) -> str:
        return self.return_id

    @property
    def gives_back(self) -> bool:
        """Whether it tells of money that nobody was told of before."""
        given = self.given_back is not None and self.given_back.amount > 0 and not self.by_hand
        return given or (self.refund is not None and self.refund.amount > 0)


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
        declined=data.get("declined", {}),
        refund=Money.from_dict(data["refund"]),
        given_back=Money.from_dict(data["given_back"]) if "given_back" in data else None,
        by_hand="by_hand" in data,
        note=note,
    )


def refunded(news: ReturnNews, order: Order) -> list[str]:
    """Paragraphs: which units were taken back, what was given back for them, and which were not."""
    return [
        "we took back what you returned:",
        listed(order.lines_of(news.accepted)),
        _given_back(news, order),
        *_declined(news, order),
        f"Return {news.return_id}",
    ]


def turned_down(news: ReturnNews, order: Order) -> list[str]:
    """Paragraphs: nothing was taken back."""
    return [*_declined(news, order), f"Return {news.return_id}"]


def by_hand(news: HandNews) -> list[str]:
    """Paragraphs about a refund that somebody of the shop made."""
    return [f"we refunded {news.amount.text()} to your card. {_BANK}"]


def hand_failed(news: HandNews) -> list[str]:
    """Paragraphs: such a refund was sent back by the customer's bank."""
    return [
        f"we refunded {news.amount.text()} to your card, and told you so. It did not arrive: your bank sent"
        " it back to us.",
        "We look into it and come back to you. You need not do anything.",
    ]


def listed(lines: Iterable[OrderLine]) -> str:
    """`2 x Margherita, EUR 18.00`, a line each."""
    return "\n".join(f"  {line.quantity} x {line.name}, {line.line_total.text()}" for line in lines)


def _given_back(news: ReturnNews, order: Order) -> str:
    if news.refund and news.refund.amount:
        return f"We refunded {news.refund.text()} to your card. {_BANK}"
    if news.given_back and news.given_back.amount and news.by_hand:
        return f"We refunded {news.given_back.text()} for it to your card before, and told you so then."
    if news.given_back and news.given_back.amount:
        return f"We gave {news.given_back.text()} back to you."
    if not order.charged:
        return "You paid nothing for it, so there is nothing to refund."
    return "You got the money for it back before."


def _declined(news: ReturnNews, order: Order) -> list[str]:
    if not news.declined:
        return [news.note] if news.note else []
    why = [news.note] if news.note else []
    units = "\n".join(f"  {line.quantity} x {line.name}" for line in order.lines_of(news.declined))
    return ["We could not accept the return of:", units, *why, "You may ask us about it, or return it anew."]
