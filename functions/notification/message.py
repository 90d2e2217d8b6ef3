"""What customers are told by mail, and in which words: short, plain, about one order."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from functions.notification import giving_back
from functions.notification.cancelled import Words, words_of
from functions.notification.giving_back import AmountNews, HandNews, ReturnNews, amount_news, listed, news_of
from functions.notification.phrases import Phrases
from functions.order.lines import Quantities
from functions.order.order import Order, Status
from functions.order.schema import SCHEMA_VERSION, upcast
from functions.pricing.totals import between
from functions.shared.money import Money

OURS = Phrases()


class Kind(StrEnum):
    CONFIRMED = "confirmed"
    ACTION_NEEDED = "action_needed"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    TURNED_DOWN = "turned_down"
    AMOUNT = "refunded_amount"
    BY_HAND = "refunded_by_hand"
    REFUND_FAILED = "refund_failed"
    ANSWERED = "answered"


KINDS = {
    "OrderConfirmed": Kind.CONFIRMED,
    "OrderActionRequired": Kind.ACTION_NEEDED,
    "OrderCompleted": Kind.SHIPPED,
    "OrderCancelled": Kind.CANCELLED,
    "ReturnRefunded": Kind.REFUNDED,
    "ReturnRejected": Kind.TURNED_DOWN,
    "AmountRefunded": Kind.AMOUNT,
    "OrderRefunded": Kind.BY_HAND,
    "OrderRefundFailed": Kind.REFUND_FAILED,
    "ConversationAnswered": Kind.ANSWERED,
}
"""By type of event; nobody is told of the others."""


@dataclass(frozen=True)
class AnswerNews:
    """An operator answered in this conversation, by message `seq`, while the customer was away."""

    conversation: str
    seq: int

    @property
    def about(self) -> str:
        return f"{self.conversation}-{self.seq}"


News = ReturnNews | AmountNews | HandNews | AnswerNews


@dataclass(frozen=True)
class Notice:
    """Something that a customer is told once. `news` are those of a return, of a refund or of an answer,
    which tells it apart from others of its order."""

    order_id: str
    kind: Kind
    news: News | None = None

    @property
    def about(self) -> str | None:
        """The return, the refund or the answer that it tells of."""
        return self.news.about if self.news else None

    @property
    def name(self) -> str:
        return "-".join(part for part in (self.order_id, self.kind.value, self.about) if part)


@dataclass(frozen=True)
class Message:
    subject: str
    text: str


def notice_of(event_type: str, detail: dict[str, Any]) -> Notice | None:
    """`detail` as on the bus, of whichever release: `{order_id, data, schema_version}`, the last of orders'
    events alone. None for events that nobody is told of."""
    kind = KINDS.get(event_type)
    if kind is None:
        return None
    data = upcast(event_type, detail["data"], detail.get("schema_version", SCHEMA_VERSION))
    return Notice(detail["order_id"], kind, _news_of(kind, data))


def _news_of(kind: Kind, data: dict[str, Any]) -> News | None:
    if kind is Kind.ANSWERED:
        return AnswerNews(data["conversation"], data["seq"])
    if kind is Kind.AMOUNT:
        return amount_news(data)
    if kind in (Kind.BY_HAND, Kind.REFUND_FAILED):
        return HandNews(data["refund_id"], Money.from_dict(data["amount"]))
    return news_of(data) if kind in (Kind.REFUNDED, Kind.TURNED_DOWN) else None


def compose(notice: Notice, order: Order, link: str | None = None, phrases: Phrases = OURS) -> Message | None:
    """`link` leads to the order's page. None where there is nothing to say any more: whoever has acted need
    not be asked to."""
    if notice.kind is Kind.ACTION_NEEDED and order.status is not Status.PENDING:
        return None
    subject, paragraphs = _WORDS[notice.kind](notice, order, phrases)
    if isinstance(notice.news, AnswerNews) and notice.news.conversation != order.order_id:
        return Message(subject, _text(phrases, paragraphs))  # the order only says where they are reached
    about = phrases.say("order", order_id=order.order_id)
    see = [phrases.say("link", link=link)] if link else []
    return Message(f"{subject} ({order.order_id})", _text(phrases, [*paragraphs, about, *see]))


def _text(phrases: Phrases, paragraphs: list[str]) -> str:
    return "\n\n".join([phrases.say("hello"), *paragraphs]) + "\n"


def _confirmed(_notice: Notice, order: Order, phrases: Phrases) -> Words:
    return phrases.say("confirmed.subject"), [
        phrases.say("confirmed.text"),
        listed(order.lines, phrases),
        *_rows(order, order.ordered, phrases),
        _costs(order, phrases),
    ]


def _costs(order: Order, phrases: Phrases) -> str:
    total, to_pay = order.total.text(), order.to_pay
    if order.credit == 0:
        return phrases.say("confirmed.total" if to_pay.amount else "confirmed.free", total=total)
    if to_pay.amount == 0:
        return phrases.say("confirmed.credit", total=total)
    credit = Money(order.credit, to_pay.currency)
    return phrases.say("confirmed.split", total=total, credit=credit.text(), to_pay=to_pay.text())


def _action_needed(_notice: Notice, _order: Order, phrases: Phrases) -> Words:
    return phrases.say("bank-asks.subject"), [phrases.say("bank-asks.text")]


def _shipped(_notice: Notice, order: Order, phrases: Phrases) -> Words:
    rest = [] if order.in_full(order.delivered) else [phrases.say("shipped.missing")]
    return phrases.say("shipped.subject"), [
        phrases.say("shipped.text"),
        listed(order.lines_of(order.delivered), phrases),
        *_rows(order, order.delivered, phrases),
        *rest,
        _charged(order, phrases),
    ]


def _rows(order: Order, units: Quantities, phrases: Phrases) -> list[str]:
    """A paragraph on what comes to the lines: discounts, delivery, tax; none where nothing does."""
    rows = [
        phrases.say("row", label=row.says, amount=Money(row.amount, order.total.currency).text())
        for row in between(order.totals_of(units))
    ]
    return ["\n".join(f"  {row}" for row in rows)] if rows else []


def _charged(order: Order, phrases: Phrases) -> str:
    charged = Money(order.charged, order.total.currency).text()
    credited = Money(order.credited, order.total.currency).text()
    if order.credited:
        paid = "shipped.split" if order.charged else "shipped.credit"
        return phrases.say(paid, **({"charged": charged} if order.charged else {}), credited=credited)
    return phrases.say("shipped.charged", charged=charged) if order.charged else phrases.say("shipped.free")


def _cancelled(_notice: Notice, order: Order, phrases: Phrases) -> Words:
    return words_of(order, phrases)


def _refunded(notice: Notice, order: Order, phrases: Phrases) -> Words:
    news = _news(notice)
    subject = phrases.say("refunded.subject" if news.gives_back else "returned.subject")
    return subject, giving_back.refunded(news, order, phrases)


def _turned_down(notice: Notice, order: Order, phrases: Phrases) -> Words:
    return phrases.say("turned-down.subject"), giving_back.turned_down(_news(notice), order, phrases)


def _news(notice: Notice) -> ReturnNews:
    assert isinstance(notice.news, ReturnNews)  # noqa: S101 - notice_of sees to it
    return notice.news


def _amount(notice: Notice, _order: Order, phrases: Phrases) -> Words:
    assert isinstance(notice.news, AmountNews)  # noqa: S101 - notice_of sees to it
    return phrases.say("refunded.subject"), giving_back.amount(notice.news, phrases)


def _by_hand(notice: Notice, _order: Order, phrases: Phrases) -> Words:
    return phrases.say("by-hand.subject"), giving_back.by_hand(_hand_news(notice), phrases)


def _refund_failed(notice: Notice, _order: Order, phrases: Phrases) -> Words:
    return phrases.say("refund-failed.subject"), giving_back.hand_failed(_hand_news(notice), phrases)


def _hand_news(notice: Notice) -> HandNews:
    assert isinstance(notice.news, HandNews)  # noqa: S101 - notice_of sees to it
    return notice.news


def _answered(_notice: Notice, _order: Order, phrases: Phrases) -> Words:
    return phrases.say("answered.subject"), [phrases.say("answered.text")]


_WORDS: dict[Kind, Callable[[Notice, Order, Phrases], Words]] = {
    Kind.CONFIRMED: _confirmed,
    Kind.ACTION_NEEDED: _action_needed,
    Kind.SHIPPED: _shipped,
    Kind.CANCELLED: _cancelled,
    Kind.REFUNDED: _refunded,
    Kind.TURNED_DOWN: _turned_down,
    Kind.AMOUNT: _amount,
    Kind.BY_HAND: _by_hand,
    Kind.REFUND_FAILED: _refund_failed,
    Kind.ANSWERED: _answered,
}
