"""The quotes of one request: made by the shop's file, or by a function of the shop's own where it has one."""

from collections.abc import Sequence

from functions.pricing import quote_function
from functions.pricing.own_quote import Question, WrongAnswer
from functions.pricing.quote import Goods, Quote, Wishes, method_for, quote
from functions.pricing.quote_function import NoAnswer
from functions.pricing.shop import Method, Shop
from functions.shared import clock
from functions.shared.errors import TransientError
from functions.shared.money import shop_currency
from functions.shared.observe import count, logger

AGAIN_SECONDS = 5


class PricesUnavailable(TransientError):
    """The shop's own function did not say what it costs, or said what does not add up. `seconds`: until to
    come again."""

    def __init__(self) -> None:
        super().__init__(f"no prices; again in {AGAIN_SECONDS} s")
        self.seconds = AGAIN_SECONDS


class Quoting:
    """What one request asks for prices, all at the moment when it began, in multiples of `step` minor units.

    A function of the shop's own is asked once: the same question again has the same answer, or none. Another
    question (somebody else has changed the cart in between) is one of another request's.
    """

    def __init__(self, step: int) -> None:
        self.step = step
        self.by_function = quote_function.chosen()
        self._now = clock.now()
        self._asked: Question | None = None
        self._answered: Quote | None = None

    def __call__(self, goods: Sequence[Goods], shop: Shop, wishes: Wishes) -> Quote:
        """What the goods cost. Raises NotDelivered, PricesUnavailable."""
        if not self.by_function or not (goods or wishes.codes):
            return quote(goods, shop, wishes, self._now, self.step)
        method = method_for(goods, shop, wishes)
        asked = Question(tuple(goods), shop, wishes, method, self._now, shop_currency(), self.step)
        if self._asked is None:
            self._asked, self._answered = asked, _answer_to(asked)
        if self._answered is None or self._asked != asked:
            raise PricesUnavailable
        return self._answered

    def delivery_price(self, method: Method, quoted: Quote) -> int | None:
        """What this method would cost in place of the one that was quoted; None where nobody knows before it
        is chosen, since the shop's own function was asked for another."""
        if not self.by_function:
            return method.price_for(quoted.goods)
        delivery = quoted.delivery
        return delivery.net if delivery and delivery.method == method.method else None

    def free_from(self, method: Method) -> int | None:
        """What goods have to cost for it to cost nothing, as far as the shop's file makes the prices."""
        return None if self.by_function else method.free_from


def _answer_to(asked: Question) -> Quote | None:
    """None where there is none, or none that adds up."""
    try:
        return asked.answered(quote_function.ask(asked.as_dict()))
    except NoAnswer as silent:
        logger.warning("own prices: no answer", extra={"error": str(silent)})
        count("PricesNotQuoted", why="silent")
    except WrongAnswer as wrong:
        logger.error("own prices: a wrong answer", extra={"why": str(wrong)})
        count("PricesNotQuoted", why="wrong")
    return None
