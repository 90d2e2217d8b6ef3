"""What calls about orders and their payment answer."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from contract.cart_models import Line
from contract.shapes import Money, OrderId, Shape, Timestamp, Totals
from functions.payment.decline import Decline


class NextAction(Shape):
    """What the customer has to do before the order can go on (3-D Secure)."""

    type: Literal["authenticate"]
    url: Annotated[str | None, Field(description="The bank's page; null if the provider's script asks")]
    client_secret: Annotated[str, Field(description="For the provider's script in the browser")]


class TimelineEntry(Shape):
    type: str
    at: Timestamp


class MissingLine(Shape):
    """A line that cannot be had."""

    line_id: str
    sku: str
    name: str
    wanted: Annotated[int, Field(description="Units of this line")]
    available: Annotated[
        int, Field(ge=0, description="Units of the SKU that there are, for all of its lines together")
    ]


class OrderSummary(Shape):
    order_id: OrderId
    status: Literal["PENDING", "CONFIRMED", "CANCELLED", "COMPLETED", "RETURNED"]
    reason: Annotated[str | None, Field(description="Why it was cancelled: the name of the problem")]
    lines: list[Line]
    missing: Annotated[
        list[MissingLine],
        Field(description="If it was cancelled as out-of-stock: the lines of which there was not enough"),
    ]
    total: Money
    to_pay: Annotated[Money, Field(description="What credit leaves of the total: a card is asked for it")]
    charged: Annotated[Money, Field(description="What the card paid; 0 until the order is completed")]
    credited: Annotated[Money, Field(description="What credit paid; 0 until the order is completed")]
    refunded: Annotated[Money, Field(description="What of that was given back to the card")]
    placed_at: Timestamp
    next_action: NextAction | None


class OrderedLine(Line):
    delivered: Annotated[int, Field(ge=0, le=99, description="Units that were packed and handed over")]
    returned: Annotated[
        int, Field(ge=0, le=99, description="Units that came back, were accepted and are settled")
    ]
    paid: Annotated[
        Money,
        Field(description="What the line costs, discount and tax included, whatever was delivered of it"),
    ]
    charged: Annotated[
        Money, Field(description="What the units that were handed over cost, whatever paid for them")
    ]
    refunded: Annotated[
        Money,
        Field(
            description="What the units that came back were paid with. What the order was given back in all,"
            " by hand and for no line included, is its own `refunded`"
        ),
    ]


DisputeState = Literal["INQUIRY", "OPEN", "WON", "LOST"]
DISPUTE = (
    "Whether the customer asked the bank to have the charge back: the bank asks first (INQUIRY), has yet to"
    " decide (OPEN), let the charge stand (WON, by the shop) or gave the money back (LOST). Nothing is"
    " refunded while one is OPEN"
)


class Refund(Shape):
    amount: Money
    to: Literal["card", "credit"]
    why: Annotated[str, Field(description="The return it was for, or in words")]
    at: Timestamp


class Order(OrderSummary):
    lines: list[OrderedLine]  # type: ignore[assignment]
    decline: Annotated[
        Decline | None,
        Field(description="If it was cancelled as payment-declined: why, where that is known"),
    ]
    totals: Totals
    refunds: Annotated[list[Refund], Field(description="What was given back, the first first")]
    dispute: Annotated[DisputeState | None, Field(description=DISPUTE)]
    timeline: list[TimelineEntry]


class OrderMessage(Order):
    """An order as it stands now, as GET /orders/{order_id} shows it. Messages may come twice, and overtake
    each other: a client keeps the highest version of each order."""

    type: Literal["order"]
    version: Annotated[int, Field(description="Grows with each change of the order")]


class OrderPage(Shape):
    orders: list[OrderSummary]
    next_cursor: Annotated[str | None, Field(description="For the next page; null on the last")]


class ProviderEvent(BaseModel):
    """An event as the payment provider sends it: signed in the provider's own header, over its time and the
    raw body, at most five minutes ago. Of `data` only the id of what it is about is read."""

    id: str
    type: str
    data: dict[str, object]


class Heard(Shape):
    received: Literal[True]


class ReceiptLink(Shape):
    """Where a browser finds the receipt, for whoever holds the link, until it expires."""

    url: str
    expires_at: Timestamp
