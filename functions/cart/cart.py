"""A cart's rules: lines under ids that the client picks, a version, and the order that claims it."""

from dataclasses import dataclass, replace

from functions.catalog.priced_line import MAX_LINES
from functions.catalog.product import Choices
from functions.shared.errors import BusinessError


class CartFull(BusinessError):
    """A cart holds at most 50 lines."""

    def __init__(self) -> None:
        super().__init__(f"a cart holds at most {MAX_LINES} lines")


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
class Line:
    line_id: str
    sku: str
    options: Choices
    quantity: int


@dataclass(frozen=True)
class Cart:
    """`version` grows with every change of the lines; `checkout` is the order that claims the cart."""

    owner: str
    lines: tuple[Line, ...] = ()
    version: int = 0
    checkout: str | None = None

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

    def changed_to(self, lines: tuple[Line, ...]) -> "Cart":
        """The cart with these lines; itself, version included, if they are those it has."""
        if lines == self.lines:
            return self
        return replace(self, lines=lines, version=self.version + 1)


def merge(mine: Cart, guest: Cart) -> tuple[Cart, Cart]:
    """Both carts after the lines whose line_id mine lacks moved over from the guest's; its other lines stay.

    Raises CartFull.
    """
    taken = {line.line_id for line in mine.lines}
    moving = tuple(line for line in guest.lines if line.line_id not in taken)
    staying = tuple(line for line in guest.lines if line.line_id in taken)
    if len(mine.lines) + len(moving) > MAX_LINES:
        raise CartFull
    return mine.changed_to((*mine.lines, *moving)), guest.changed_to(staying)
