"""What a shop's own function is asked for prices, and what it answers, held against the rules by which every
cent adds up (docs/adopting.md has both shapes)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from functions.pricing.discounts import Entered, Why
from functions.pricing.quote import Goods, Quote, QuotedDelivery, QuotedLine, Wishes
from functions.pricing.rounding import WHOLE, tax_on, tax_within
from functions.pricing.shop import Method, Shop
from functions.pricing.shop_item import as_item
from functions.pricing.totals import TotalType
from functions.shared import clock
from functions.shared.items import Unreadable, value, word
from functions.shared.write import Item

MOST = 999_999_999_999
"""Minor units: no amount of an answer is higher."""
MAX_TAX_NAME = 20

_ANSWER = ("currency", "lines", "delivery", "codes", "tax_included", "tax_name", "total")
_LINE = ("line_id", "sku", "quantity", "unit_price", "subtotal", "discount", "tax_rate", "tax")
_DELIVERY = ("method", "net", "tax_rate", "tax", "standard")
_CODE = ("code", "why")


class WrongAnswer(Exception):
    """It is no quote of what was asked. Names members, never what is in them."""


@dataclass(frozen=True)
class Question:
    """What `quote` would be given. `method` is that by which the goods are to come, None where nothing is
    delivered; amounts are to be multiples of `step`."""

    goods: tuple[Goods, ...]
    shop: Shop
    wishes: Wishes
    method: Method | None
    now: datetime
    currency: str
    step: int

    def as_dict(self) -> dict[str, Any]:
        """As it is asked: `{goods, shop, wishes, now, currency, step}`, with what is taken where nothing was
        chosen."""
        destination = self.wishes.destination or self.shop.place
        return {
            "goods": [asdict(one) for one in self.goods],
            "shop": as_item(self.shop),
            "wishes": {
                "codes": self._codes,
                "method": self.method.method if self.method else None,
                "destination": asdict(destination) if destination else None,
            },
            "now": clock.timestamp(self.now),
            "currency": self.currency,
            "step": self.step,
        }

    @property
    def _codes(self) -> list[str]:
        return list(dict.fromkeys(self.wishes.codes))

    def answered(self, answer: Any) -> Quote:
        """The quote that the answer is. Raises WrongAnswer."""
        try:
            return self._quote(_members(answer, "the answer", _ANSWER))
        except Unreadable as broken:
            raise WrongAnswer(str(broken)) from None

    def _quote(self, found: Item) -> Quote:
        _require(found["currency"] == self.currency, "currency is not the shop's")
        included = value(found, "tax_included", bool)
        name = value(found, "tax_name", str)
        _require(
            name.isprintable() and not name.isspace() and len(name) <= MAX_TAX_NAME,
            "tax_name is not a short line of text",
        )
        entered = self._entered(value(found, "codes", list))
        quoted = Quote(
            lines=self._lines(value(found, "lines", list), included),
            delivery=self._delivery(found["delivery"], included),
            codes=entered,
            tax_included=included,
            tax_name=name,
            uses=self.shop.uses_of([one.code for one in entered if one.applied]),
        )
        taxed = any(row.type is TotalType.TAX for row in quoted.totals())
        _require(bool(name) or not taxed, "tax_name is missing")
        _require(value(found, "total", int) == quoted.total, "total is not what its parts come to")
        return quoted

    def _lines(self, found: list[Any], included: bool) -> tuple[QuotedLine, ...]:
        """In the order in which they were asked for."""
        lines = {value(one, "line_id", str): one for one in _each(found, "a line", _LINE)}
        asked = {one.line_id for one in self.goods}
        _require(len(found) == len(lines) and lines.keys() == asked, "lines are not those of the question")
        return tuple(self._line(lines[one.line_id], one, included) for one in self.goods)

    def _line(self, found: Item, asked: Goods, included: bool) -> QuotedLine:
        same = (found["sku"], found["quantity"]) == (asked.sku, asked.quantity)
        _require(same, "a line: sku or quantity is not that of the question")
        unit_price = self._amount(found, "unit_price")
        subtotal = self._amount(found, "subtotal")
        discount = self._amount(found, "discount")
        _require(subtotal == unit_price * asked.quantity, "a line: subtotal is not unit_price x quantity")
        _require(discount <= subtotal, "a line: discount is more than subtotal")
        rate, tax = self._taxed(found, subtotal - discount, included)
        return QuotedLine(
            asked.line_id,
            asked.sku,
            asked.quantity,
            unit_price,
            subtotal,
            discount,
            rate,
            tax,
            asked.needs_delivery,
        )

    def _delivery(self, found: Any, included: bool) -> QuotedDelivery | None:
        if self.method is None:
            _require(found is None, "delivery of what needs none")
            return None
        delivery = _members(found, "delivery", _DELIVERY)
        _require(delivery["method"] == self.method.method, "delivery: method is not the one asked for")
        net, standard = self._amount(delivery, "net"), self._amount(delivery, "standard")
        rate, tax = self._taxed(delivery, net, included)
        _require(standard <= (net if included else net + tax), "delivery: standard is more than it costs")
        return QuotedDelivery(self.method.method, self.method.name, net, rate, tax, standard)

    def _entered(self, found: list[Any]) -> tuple[Entered, ...]:
        codes = [(one["code"], one) for one in _each(found, "a code", _CODE)]
        _require([code for code, _ in codes] == self._codes, "codes are not those of the question")
        entered = tuple(
            Entered(code, None if one["why"] is None else word(one, "why", Why)) for code, one in codes
        )
        gone = {code.code for code in self.shop.codes if code.uses == 0}
        _require(
            not any(one.applied and one.code in gone for one in entered), "a code is used up, and applies"
        )
        return entered

    def _taxed(self, found: Item, net: int, included: bool) -> tuple[int, int]:
        """Its rate, and its tax by that rate: on receipts they stand side by side."""
        rate, tax = value(found, "tax_rate", int), self._amount(found, "tax")
        _require(0 <= rate <= WHOLE, "tax_rate is not from 0 to 10000")
        due = (tax_within if included else tax_on)(net, rate, self.step)
        _require(tax == due, "tax is not that of its tax_rate")
        return rate, tax

    def _amount(self, found: Item, name: str) -> int:
        amount = value(found, name, int)
        _require(0 <= amount <= MOST, f"{name} is not from 0 to {MOST}")
        _require(amount % self.step == 0, f"{name} is no multiple of the step")
        return amount


def _each(found: list[Any], what: str, names: Iterable[str]) -> list[Item]:
    return [_members(one, what, names) for one in found]


def _members(found: Any, what: str, names: Iterable[str]) -> Item:
    """An object of exactly these members: one more was meant for something, and would not be heard."""
    if not isinstance(found, dict) or found.keys() != set(names):
        raise Unreadable(f"{what} is not an object of {', '.join(names)}")
    return found


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Unreadable(otherwise)
