"""What the API answers. Handlers build these shapes as plain dictionaries; tests hold the two together."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel
from pydantic.json_schema import SkipJsonSchema

from functions.catalog.priced_line import LINE_ID, MAX_LINES, MAX_QUANTITY
from functions.conversation.conversation import PREVIEW
from functions.fulfilment.report import Outcome
from functions.shared.api import Text
from functions.shared.money import CURRENCY

Timestamp = Annotated[
    str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", description="RFC 3339, UTC")
]
OrderId = Annotated[str, Field(pattern=r"^ord_[a-z2-7]{32}$")]

ReturnId = Annotated[str, Field(pattern=r"^ret_[a-z2-7]{32}_[a-z2-7]{8}$")]


class Shape(BaseModel):
    """An object whose every member is named here and always there."""

    model_config = ConfigDict(extra="forbid")


class Money(Shape):
    """An amount in integer minor units (cents)."""

    amount: int
    currency: Literal["EUR"] = Field(json_schema_extra={"const": CURRENCY})


Token = Annotated[
    str | SkipJsonSchema[None],
    Field(
        description="Sent as Authorization: Bearer <token>. Not there for a page that uses a cookie",
        json_schema_extra=lambda schema: schema.pop("default", None),
    ),
]


class Session(Shape):
    token: Token = None
    owner: str
    expires_at: Annotated[
        Timestamp,
        Field(
            description="When the token expires. Renewed before, the session goes on, for thirty days in all"
        ),
    ]


class Dropped(Shape):
    cookie: Literal["dropped", "none"]


class Ticket(Shape):
    ticket: Annotated[str, Field(pattern=r"^tkt_[a-z2-7]{32}$", description="Good once: ?ticket=...")]
    expires_at: Annotated[Timestamp, Field(description="A minute from now")]


class Choice(Shape):
    name: str
    surcharge: Money


class Option(Shape):
    name: str
    required: bool
    multiple: Annotated[bool, Field(description="Whether a list of choices is taken instead of one")]
    choices: list[Choice]


class Product(Shape):
    sku: str
    name: str
    description: str
    unit_price: Money
    stock: Literal["in_stock", "low", "sold_out"]
    options: list[Option]


class Catalog(Shape):
    products: list[Product]


class Line(Shape):
    line_id: str
    sku: str
    name: str
    options: dict[str, str | list[str]]
    quantity: Annotated[int, Field(ge=1, le=99)]
    unit_price: Annotated[Money, Field(description="The product's price and the surcharges of its options")]
    line_total: Money


class CartLine(Shape):
    line_id: str
    sku: str
    name: Annotated[str, Field(description="The SKU where the shop knows no name any more")]
    options: dict[str, str | list[str]]
    quantity: Annotated[int, Field(ge=1, le=99)]
    unit_price: Annotated[
        Money | None,
        Field(description="The product's price and the surcharges of its options; null if withdrawn"),
    ]
    line_total: Annotated[Money | None, Field(description="What all its units cost; null if withdrawn")]
    stock: Annotated[
        Literal["in_stock", "low", "short", "sold_out", "withdrawn"],
        Field(
            description="As it is looked at, all lines of one SKU taken together. short: there are some, but "
            "fewer than wanted. withdrawn: the shop no longer sells it as it was chosen; it keeps the cart "
            "from being placed until it is taken out"
        ),
    ]
    available: Annotated[
        int | None,
        Field(description="Units of the SKU that there are, for all of its lines; null unless too few"),
    ]


class Cart(Shape):
    lines: Annotated[list[CartLine], Field(max_length=50)]
    total: Annotated[Money, Field(description="What the lines cost that can be ordered")]
    version: Annotated[int, Field(ge=0, description="Grows with every change; for If-Match")]
    checkout: Annotated[OrderId | None, Field(description="The order that claims the cart")]


class MergedCart(Cart):
    orders_linked: Annotated[
        bool,
        Field(description="Whether the guest's orders are mine too; those of twenty guests can be"),
    ]


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
    charged: Annotated[Money, Field(description="What the card paid; 0 until the order is completed")]
    refunded: Annotated[Money, Field(description="What of that was given back to the card")]
    placed_at: Timestamp
    next_action: NextAction | None


class PackedLine(Shape):
    line_id: str
    quantity: Annotated[int, Field(ge=1, le=99)]


class OrderedLine(Line):
    delivered: Annotated[int, Field(ge=0, le=99, description="Units that were packed and handed over")]
    returned: Annotated[
        int, Field(ge=0, le=99, description="Units that came back, were accepted and are settled")
    ]
    paid: Annotated[Money, Field(description="What the line costs, whatever was delivered of it")]
    charged: Annotated[Money, Field(description="What the card paid for the units that were handed over")]
    refunded: Annotated[
        Money,
        Field(
            description="What the units that came back were paid with. What the order was given back in all,"
            " by hand and for no line included, is its own `refunded`"
        ),
    ]


class Refund(Shape):
    amount: Money
    to: Literal["card"]
    why: Annotated[str, Field(description="The return it was for, or in words")]
    at: Timestamp


class Order(OrderSummary):
    lines: list[OrderedLine]  # type: ignore[assignment]
    refunds: Annotated[list[Refund], Field(description="What was given back, the first first")]
    timeline: list[TimelineEntry]


class OrderMessage(Order):
    """An order as it stands now, as GET /orders/{order_id} shows it. Messages may come twice, and overtake
    each other: a client keeps the highest version of each order."""

    type: Literal["order"]
    version: Annotated[int, Field(description="Grows with each change of the order")]


class Reported(Shape):
    """Where an order stands in the eyes of its warehouse."""

    order_id: OrderId
    outcome: Literal["accepted", "packed", "rejected"]
    lines: Annotated[
        list[PackedLine], Field(description="What was packed; empty unless the outcome is packed")
    ]
    instruction: Annotated[
        Literal["wait", "hand_over", "put_back"],
        Field(
            description="What to do with it, as the warehouse's queue tells too. Nothing is handed over"
            " before hand_over: until then what was packed may not be paid for. The problems already-decided"
            " and offer-expired have it too"
        ),
    ]


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


class ReportedLine(Shape):
    line_id: Annotated[str, Field(pattern=f"^{LINE_ID}$")]
    quantity: Annotated[int, Field(ge=0, le=MAX_QUANTITY)]


class ReportBody(Shape):
    """`accepted`: somebody is at work on it. `packed`: `lines` say what, or all was. `rejected`: nothing will
    be."""

    outcome: Outcome
    lines: Annotated[list[ReportedLine], Field(max_length=MAX_LINES)] | None = Field(
        None, description="Of packed: units by line; lines left out were not packed. Without it, all were"
    )
    why: Text | None = None


class ReturnLine(Shape):
    line_id: str
    quantity: Annotated[int, Field(ge=1)]
    accepted: Annotated[int, Field(ge=0)] | None = Field(
        description="Units that are paid back, once inspected; what is not may be announced again"
    )


class Return(Shape):
    return_id: ReturnId
    order_id: OrderId
    status: Annotated[
        Literal["REQUESTED", "ACCEPTED", "REFUNDED", "REJECTED"],
        Field(description="ACCEPTED: the money and the units are on their way back"),
    ]
    reason: str
    lines: list[ReturnLine]
    estimate: Annotated[
        Money, Field(description="What would be paid back for all of it, by what was accepted before")
    ]
    amount: Money | None = Field(
        description="What the accepted units were paid with, fixed when they are accepted"
    )
    refund: Annotated[
        Money,
        Field(
            description="What is paid back: the estimate until it is inspected; then `amount`, or what of it "
            "was left of what was charged; 0 if it was turned down"
        ),
    ]
    note: str | None = Field(description="What the inspector tells the customer")
    requested_at: Timestamp
    photos: Annotated[list[str], Field(max_length=10, description="Names given out for upload")]


class Returns(Shape):
    returns: Annotated[list[Return], Field(description="The oldest first")]


class PhotoUpload(Shape):
    """A form that takes one photo of at most 5 MB: post it as multipart/form-data, `file` last."""

    url: str
    fields: dict[str, str]
    expires_at: Timestamp


Side = Literal["customer", "operator"]


class ReadMarks(Shape):
    """Up to which message each side has read, 0 for none."""

    customer: Annotated[int, Field(ge=0)]
    operator: Annotated[int, Field(ge=0)]


class LastMessage(Shape):
    said_by: Annotated[Side, Field(alias="from")]
    text: Annotated[str, Field(max_length=PREVIEW, description="How it begins")]
    at: Timestamp


class Conversation(Shape):
    conversation: Annotated[
        str, Field(description="Its order's id, `support` for my own about none, or `support-<owner>`")
    ]
    owner: Annotated[str, Field(description="The customer whose conversation it is")]
    order_id: Annotated[OrderId | None, Field(description="The order that it is about")]
    seq: Annotated[int, Field(ge=0, description="The number of the last message")]
    unread: Annotated[int, Field(ge=0, description="Messages of the other side that mine has not read")]
    read: ReadMarks
    last: LastMessage | None


class ConversationPage(Shape):
    conversations: Annotated[list[Conversation], Field(description="The one last active first")]
    next_cursor: Annotated[str | None, Field(description="For the next page; null where there is none")]


class ConversationLine(Shape):
    """A message; or, from `system`, what happened to the order: that has no number and is never unread."""

    seq: Annotated[int | None, Field(ge=1)]
    client_id: str | None
    said_by: Annotated[Literal["customer", "operator", "system"], Field(alias="from")]
    by: Annotated[str | None, Field(description="The owner id of who said it; operators alone are told")]
    text: str | None
    event: Annotated[str | None, Field(description="From system: the type of the event, as in a timeline")]
    at: Timestamp


class Messages(Conversation):
    online: Annotated[bool, Field(description="Whether anybody of the other side is connected")]
    messages: Annotated[list[ConversationLine], Field(description="The oldest first")]
    older_cursor: Annotated[str | None, Field(description="For what came before; null at the beginning")]
    newer_cursor: Annotated[str, Field(description="For what comes after, now or later")]


class SaidMessage(ConversationLine):
    """A message that is stored."""

    conversation: str
    owner: str


class Problem(BaseModel):
    """RFC 9457. Further members depend on the problem."""

    type: Annotated[str, Field(pattern=r"^/api/problems/[a-z-]+$")]
    title: str
    status: Annotated[int, Field(ge=400, le=599)] | None = None
    detail: Annotated[str, Field(description="What is wrong and what to change")]
    lines: Annotated[
        list[MissingLine] | list[PackedLine] | None,
        Field(
            description="Of out-of-stock and unavailable: all lines that cannot be had; of already-decided: "
            "what was packed, empty unless that was decided"
        ),
    ] = None


class AsyncApi(RootModel[dict[str, object]]):
    """The messages of the socket."""


class OpenApi(RootModel[dict[str, object]]):
    """This document."""
