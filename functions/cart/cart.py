"""A cart's rules: lines under ids that the client picks, codes, how it is delivered, what credit it uses, a
version, and the order that claims it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from functions.catalog.priced_line import MAX_LINES
from functions.catalog.product import Choices
from functions.pricing.shop import MAX_CODES, Place
from functions.shared import ids
from functions.shared.errors import BusinessError


class CartFull(BusinessError):
    """A cart holds at most 50 lines."""

    def __init__(self) -> None:
        super().__init__(f"a cart holds at most {MAX_LINES} lines")


class TooManyCodes(BusinessError):
    """A cart holds at most 5 codes."""

    def __init__(self) -> None:
        super().__init__(f"a cart holds at most {MAX_CODES} codes")


class CartChanged(BusinessError):
    """The cart is not at the version that was asked for, but at `version`."""

    def __init__(self, version: int) -> None:
        super().__init__(f"the cart is at version {version}")
        self.version = version


class CheckoutInProgress(BusinessError):
    """An order claims the cart: `order_id`."""

    def __init__(self, order_id: str) -> None:
        super().__init__(f"an order claims the cart: {order_id}")
        self.order_id = order_id


@dataclass(frozen=True)
class Delivery:
    """How the customer wants it, and where to."""

    method: str
    place: Place


@dataclass(frozen=True)
class Line:
    line_id: str
    sku: str
    options: Choices
    quantity: int


@dataclass(frozen=True)
class Cart:
    """`version` grows with every change of it; `checkout` is the order that claims the cart. `delivery` is
    None where nothing was chosen; `codes` stand as they were entered. `credit`: how much of the owner's
    credit is to be used, in minor units, 0 for none. It may be more than the cart costs."""

    owner: str
    lines: tuple[Line, ...] = ()
    version: int = 0
    checkout: str | None = None
    delivery: Delivery | None = None
    codes: tuple[str, ...] = ()
    credit: int = 0

    def with_line(self, line: Line) -> "Cart":
        """The cart with this line put in its place or added at the end; itself if nothing changes.

        Raises CartFull.
        """
        if any(line.line_id == other.line_id for other in self.lines):
            lines = tuple(line if line.line_id == other.line_id else other for other in self.lines)
        elif len(self.lines) == MAX_LINES:
            raise CartFull
        else:
            lines = (*self.lines, line)
        return self.changed_to(lines)

    def without_line(self, line_id: str) -> "Cart":
        return self.changed_to(tuple(line for line in self.lines if line.line_id != line_id))

    def with_delivery(self, delivery: Delivery) -> "Cart":
        return self._changed(replace(self, delivery=delivery))

    def with_code(self, code: str) -> "Cart":
        """The cart with this code, after those it has. Raises TooManyCodes."""
        codes = tuple(dict.fromkeys((*self.codes, code)))
        if len(codes) > MAX_CODES:
            raise TooManyCodes
        return self._changed(replace(self, codes=codes))

    def without_code(self, code: str) -> "Cart":
        return self._changed(replace(self, codes=tuple(other for other in self.codes if other != code)))

    def with_credit(self, amount: int) -> "Cart":
        """The cart with so much credit to be used, 0 for none."""
        return self._changed(replace(self, credit=amount))

    def credit_for(self, total: int) -> int:
        """What of the credit an order of this cart uses, which costs `total` in minor units."""
        return min(self.credit, total)

    def changed_to(self, lines: tuple[Line, ...]) -> "Cart":
        """The cart with these lines; itself, version included, if they are those it has."""
        return self._changed(replace(self, lines=lines))

    def taking_over(self, lines: tuple[Line, ...], guest: "Cart") -> "Cart":
        """The cart with these lines, the guest's codes after its own as far as there is room, and the guest's
        delivery where it has none."""
        codes = tuple(dict.fromkeys((*self.codes, *guest.codes)))[:MAX_CODES]
        delivery = self.delivery or guest.delivery
        return self._changed(replace(self, lines=lines, codes=codes, delivery=delivery))

    def emptied(self) -> "Cart":
        return self._changed(replace(self, lines=(), codes=(), delivery=None, credit=0))

    def _changed(self, changed: "Cart") -> "Cart":
        return self if changed == self else replace(changed, version=self.version + 1)


def merge(mine: Cart, guest: Cart) -> tuple[Cart, Cart]:
    """Both carts after all of the guest's has left it: mine with those lines that it did not hold already.
    What credit the guest was to use is not asked for any more.

    A line that says what mine says under the same line_id is dropped. One that says something else moves
    under an id that follows from the guest, its line_id and what it says, so that it is known when it comes
    again. Raises CartFull.
    """
    lines = {line.line_id: line for line in mine.lines}
    for line in guest.lines:
        moved = _under_a_free_id(line, guest.owner, lines)
        lines[moved.line_id] = moved
    if len(lines) > MAX_LINES:
        raise CartFull
    return mine.taking_over(tuple(lines.values()), guest), guest.emptied()


def _under_a_free_id(line: Line, guest: str, lines: Mapping[str, Line]) -> Line:
    """The line under the first of its ids that `lines` lacks, or has with the very same line."""
    while lines.get(line.line_id, line) != line:
        said = {"sku": line.sku, "options": line.options, "quantity": line.quantity}
        line = replace(line, line_id=ids.merged_line_id(guest, line.line_id, said))
    return line
