"""What customers are told by mail, and in which words: short, plain, about one order."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from functions.notification import giving_back
from functions.notification.cancelled import Words, words_of
from functions.notification.giving_back import HandNews, ReturnNews, listed, news_of
from functions.order.order import Order, Status
from functions.shared.money import Money


class Kind(StrEnum):
    CONFIRMED = "confirmed"
    ACTION_NEEDED = "action_needed"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    TURNED_DOWN = "turned_down"
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


News = ReturnNews | HandNews | AnswerNews


@dataclass(frozen=True)
class Notice:
    """Something that a customer is told once. `news` are those of a return, of a refund made by hand or of an
    answer, which tells it apart from others of its order."""

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
    """`detail` as on the bus: `{order_id, data}`. None for events that nobody is told of."""
    kind = KINDS.get(event_type)
    if kind is None:
        return None
    return Notice(detail["order_id"], kind, _news_of(kind, detail["data"]))


def _news_of(kind: Kind, data: dict[str, Any]) -> News | None:
    if kind is Kind.ANSWERED:
        return AnswerNews(data["conversation"], data["seq"])
    if kind in (Kind.BY_HAND, Kind.REFUND_FAILED):
        return HandNews(data["refund_id"], Money.from_dict(data["amount"]))
    return news_of(data) if kind in (Kind.REFUNDED, Kind.TURNED_DOWN) else None


def compose(notice: Notice, order: Order, link: str | None = None) -> Message | None:
    """`link` leads to the order's page. None where there is nothing to say any more: whoever has acted need
    not be asked to."""
    if notice.kind is Kind.ACTION_NEEDED and order.status is not Status.PENDING:
        return None
    subject, paragraphs = _WORDS[notice.kind](notice, order)
    if isinstance(notice.news, AnswerNews) and notice.news.conversation != order.order_id:
        return Message(subject, _text(*paragraphs))  # the order only says where its customer is reached
    see = [f"See it, and write to us about it: {link}"] if link else []
    return Message(f"{subject} ({order.order_id})", _text(*paragraphs, f"Order {order.order_id}", *see))


def _text(*paragraphs: str) -> str:
    return "\n\n".join(["Hello,", *paragraphs]) + "\n"


def _confirmed(_notice: Notice, order: Order) -> Words:
    return "Your order is confirmed", [
        "thank you for your order. We are getting it ready:",
        listed(order.lines),
        f"Total: {order.total.text()}. {_how_it_is_paid(order)}",
    ]


def _how_it_is_paid(order: Order) -> str:
    if order.to_pay.amount == 0:
        return "There is nothing to pay."
    return "It is held on your card and charged when your order is packed."


def _action_needed(_notice: Notice, _order: Order) -> Words:
    return "Your bank asks you to confirm a payment", [
        "your bank wants to hear from you before it lets the payment through. Open your order in the shop "
        "and confirm it there. Without your answer the order is cancelled and nothing is charged."
    ]


def _shipped(_notice: Notice, order: Order) -> Words:
    rest = (
        []
        if order.in_full(order.delivered)
        else ["What is missing could not be packed; you are not charged for it."]
    )
    return "Your order is on its way", [
        "your order is packed and on its way:",
        listed(order.lines_of(order.delivered)),
        *rest,
        f"Charged: {_charged(order)}. The receipt is with your order in the shop.",
    ]


def _charged(order: Order) -> str:
    if order.charged == 0:
        return "nothing"
    return Money(order.charged, order.total.currency).text()


def _cancelled(_notice: Notice, order: Order) -> Words:
    return words_of(order)


def _refunded(notice: Notice, order: Order) -> Words:
    news = _news(notice)
    subject = "Your refund is on its way" if news.gives_back else "Your return is here"
    return subject, giving_back.refunded(news, order)


def _turned_down(notice: Notice, order: Order) -> Words:
    return "We could not accept your return", giving_back.turned_down(_news(notice), order)


def _news(notice: Notice) -> ReturnNews:
    assert isinstance(notice.news, ReturnNews)  # noqa: S101 - notice_of sees to it
    return notice.news


def _by_hand(notice: Notice, _order: Order) -> Words:
    return "Your refund is on its way", giving_back.by_hand(_hand_news(notice))


def _refund_failed(notice: Notice, _order: Order) -> Words:
    return "Your refund did not arrive", giving_back.hand_failed(_hand_news(notice))


def _hand_news(notice: Notice) -> HandNews:
    assert isinstance(notice.news, HandNews)  # noqa: S101 - notice_of sees to it
    return notice.news


def _answered(_notice: Notice, _order: Order) -> Words:
    return "You have a message from us", [
        "we have written to you. Open the conversation in the shop to read it, and to write back."
    ]


_WORDS: dict[Kind, Callable[[Notice, Order], Words]] = {
    Kind.CONFIRMED: _confirmed,
    Kind.ACTION_NEEDED: _action_needed,
    Kind.SHIPPED: _shipped,
    Kind.CANCELLED: _cancelled,
    Kind.REFUNDED: _refunded,
    Kind.TURNED_DOWN: _turned_down,
    Kind.BY_HAND: _by_hand,
    Kind.REFUND_FAILED: _refund_failed,
    Kind.ANSWERED: _answered,
}
