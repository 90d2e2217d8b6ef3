"""Every sentence that a mail is made of, by name, and how a shop's own stand in their place.

`{total}` and the like are filled in. A shop's phrase holds the same ones as the one it replaces: then it can
leave nothing out that a customer has to know.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

PLACE = re.compile(r"\{([^{}]*)\}")
_BANK = "Your bank may need a few days to show it."
_CREDIT = "credit in the shop: use it for your next order"
_NOTHING_TO_PAY = "There was nothing to pay."
_RECEIPT = "The receipt is with your order in the shop."
_CART_KEPT = "Your cart is as you left it"
_ON_OUR_SIDE = "something went wrong on our side"
_ORDER_AGAIN = "If you still want it, please order again."

_AROUND = {
    "hello": "Hello,",
    "order": "Order {order_id}",
    "link": "See it, and write to us about it: {link}",
    "return": "Return {return_id}",
    "line": "{quantity} x {name}, {amount}",
    "units": "{quantity} x {name}",
    "row": "{label}: {amount}",
    "credit-again": "The credit that it was to use is free again.",
}
_ON_ITS_WAY = {
    "confirmed.subject": "Your order is confirmed",
    "confirmed.text": "thank you for your order. We are getting it ready:",
    "confirmed.total": "Total: {total}. It is held on your card and charged when your order is packed.",
    "confirmed.split": "Total: {total}. Your credit pays {credit} of it; {to_pay} are held on your card and"
    " charged when your order is packed.",
    "confirmed.credit": "Total: {total}. Your credit pays for it; there is nothing else to pay.",
    "confirmed.free": "Total: {total}. There is nothing to pay.",
    "bank-asks.subject": "Your bank asks you to confirm a payment",
    "bank-asks.text": "your bank wants to hear from you before it lets the payment through. Open your order"
    " in the shop and confirm it there. Without your answer the order is cancelled and nothing is charged.",
    "shipped.subject": "Your order is on its way",
    "shipped.text": "your order is packed and on its way:",
    "shipped.missing": "What is missing could not be packed; you are not charged for it.",
    "shipped.charged": f"Charged: {{charged}}. {_RECEIPT}",
    "shipped.split": f"Charged: {{charged}}. Paid by your credit: {{credited}}. {_RECEIPT}",
    "shipped.credit": f"Paid by your credit: {{credited}}. {_RECEIPT}",
    "shipped.free": f"Charged: nothing. {_RECEIPT}",
    "answered.subject": "You have a message from us",
    "answered.text": "we have written to you. Open the conversation in the shop to read it, and to write"
    " back.",
}
_NOT_TAKEN = {
    "not-taken.costs": "Nothing was charged: what your bank may have set aside for it is let go.",
    "not-taken.free": _NOTHING_TO_PAY,
    "not-taken.payment-declined.subject": "Your payment was declined",
    "not-taken.payment-declined.text": "your card was declined, or your bank was not told in time that it is"
    " you who pays, so we could not take your order.",
    "not-taken.payment-declined.then": f"{_CART_KEPT}: check out again with another card, or with this one"
    " after a word with your bank.",
    "not-taken.out-of-stock.subject": "There was not enough in stock for your order",
    "not-taken.out-of-stock.text": "there was not enough in stock any more of something you wanted, so we"
    " could not take your order.",
    "not-taken.out-of-stock.then": f"{_CART_KEPT} and shows what there is: change what is short, then check"
    " out again.",
    "not-taken.code-used-up.subject": "A code of your order was used up",
    "not-taken.code-used-up.text": "a code in your cart was used as often as it may be by then, so we could"
    " not take your order at the price that you were shown.",
    "not-taken.code-used-up.then": f"{_CART_KEPT} and shows what it costs without the code.",
    "not-taken.credit-short.subject": "There was not enough credit for your order",
    "not-taken.credit-short.text": "the credit that you wanted to use was used for something else by then,"
    " so we could not take your order.",
    "not-taken.credit-short.then": f"{_CART_KEPT}: use less credit, then check out again.",
    "not-taken.cancelled-by-customer.subject": "Your order is cancelled",
    "not-taken.cancelled-by-customer.text": "your order is cancelled, as you asked.",
    "not-taken.cancelled-by-customer.then": f"{_CART_KEPT}, should you want to order again.",
    "not-taken.checkout-failed.subject": "We could not take your order",
    "not-taken.checkout-failed.text": f"{_ON_OUR_SIDE}, so we could not take your order. We are sorry.",
    "not-taken.checkout-failed.then": f"{_CART_KEPT}: please check out again.",
}
_CANCELLED = {
    "cancelled.costs": "You pay nothing: money that was held or taken for it goes back to your card.",
    "cancelled.free": _NOTHING_TO_PAY,
    "cancelled.payment-declined.subject": "Your order is cancelled: your card could not be charged",
    "cancelled.payment-declined.text": "your order was packed, but your bank no longer held the money for it,"
    " so it is cancelled.",
    "cancelled.payment-declined.then": "If you still want it, please order again, with another card or after"
    " a word with your bank.",
    "cancelled.cancelled-by-customer.subject": "Your order is cancelled",
    "cancelled.cancelled-by-customer.text": "your order is cancelled, as you asked.",
    "cancelled.rejected-by-shop.subject": "Your order is cancelled: we cannot deliver it",
    "cancelled.rejected-by-shop.text": "we could not pack your order, so it is cancelled. We are sorry.",
    "cancelled.rejected-by-shop.then": "Please have a look in the shop for something else.",
    "cancelled.not-packed-in-time.subject": "Your order is cancelled: we were too slow",
    "cancelled.not-packed-in-time.text": "we could not pack your order in time, so it is cancelled. We are"
    " sorry.",
    "cancelled.not-packed-in-time.then": _ORDER_AGAIN,
    "cancelled.checkout-failed.subject": "Your order is cancelled: we could not complete it",
    "cancelled.checkout-failed.text": f"{_ON_OUR_SIDE}, so your order is cancelled. We are sorry.",
    "cancelled.checkout-failed.then": _ORDER_AGAIN,
}
_GIVEN_BACK = {
    "refunded.subject": "Your refund is on its way",
    "returned.subject": "Your return is here",
    "returned.text": "we took back what you returned:",
    "returned.refunded": f"We refunded {{amount}} to your card. {_BANK}",
    "returned.refunded-before": "We refunded {amount} for it to your card before, and told you so then.",
    "returned.given-back": "We gave {amount} back to you.",
    "returned.credited": f"We added {{amount}} to your {_CREDIT}.",
    "returned.delivery": "{amount} of that is what you paid for its delivery.",
    "returned.free": "You paid nothing for it, so there is nothing to refund.",
    "returned.paid-before": "You got the money for it back before.",
    "returned.declined": "We could not accept the return of:",
    "returned.ask": "You may ask us about it, or return it anew.",
    "turned-down.subject": "We could not accept your return",
    "amount.why": "we give money back for your order: {why}",
    "by-hand.subject": "Your refund is on its way",
    "by-hand.text": f"we refunded {{amount}} to your card. {_BANK}",
    "refund-failed.subject": "Your refund did not arrive",
    "refund-failed.text": "we refunded {amount} to your card, and told you so. It did not arrive: your bank"
    " sent it back to us.",
    "refund-failed.then": "We look into it and come back to you. You need not do anything.",
}
PHRASES: Mapping[str, str] = _AROUND | _ON_ITS_WAY | _NOT_TAKEN | _CANCELLED | _GIVEN_BACK


class BadPhrase(ValueError):
    """A shop's phrase cannot stand in the place of ours; the message says what to change."""


@dataclass(frozen=True)
class Phrases:
    """`own`: the shop's, by name. One that an older release took, and that no longer fits, gives way to
    ours."""

    own: Mapping[str, str] = field(default_factory=dict)

    def say(self, name: str, /, **values: object) -> str:
        """The phrase with its places filled, by what stands there and nothing else."""
        return PLACE.sub(lambda place: str(values[place[1]]), self._text(name))

    def all(self) -> dict[str, str]:
        """What customers are told now: each phrase by name."""
        return {name: self._text(name) for name in PHRASES}

    def _text(self, name: str) -> str:
        own = self.own.get(name)
        return PHRASES[name] if own is None or not fits(name, own) else own


def fits(name: str, text: str) -> bool:
    return _places(text) == _places(PHRASES[name])


def check_phrase(name: str, text: str) -> None:
    """Raises BadPhrase."""
    if name not in PHRASES:
        raise BadPhrase(f"no phrase is called {name!r}; `python -m ops mail-texts` shows those there are")
    wanted, found = _places(PHRASES[name]), _places(text)
    if unknown := sorted(found - wanted):
        known = ", ".join(f"{{{one}}}" for one in sorted(wanted)) or "none"
        raise BadPhrase(f"{name}: nothing is called {{{unknown[0]}}} here; there is: {known}")
    if missing := sorted(wanted - found):
        raise BadPhrase(f"{name} lacks {{{missing[0]}}}, which customers have to be told")
    if set("{}") & set(PLACE.sub("", text)):
        raise BadPhrase(f"{name}: a brace that belongs to no place, as {{order_id}} is one")


def _places(text: str) -> frozenset[str]:
    return frozenset(PLACE.findall(text))
