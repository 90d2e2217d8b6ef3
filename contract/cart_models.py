"""What calls about carts answer."""

from typing import Annotated, Literal

from pydantic import Field

from contract.shapes import Money, OrderId, Shape, Totals


class Line(Shape):
    line_id: str
    sku: str
    name: str
    options: dict[str, str | list[str]]
    quantity: Annotated[int, Field(ge=1, le=99)]
    unit_price: Annotated[Money, Field(description="The product's price and the surcharges of its options")]
    line_total: Annotated[Money, Field(description="What all its units cost, before discounts")]
    discount: Annotated[Money, Field(description="What codes take off that")]
    tax: Annotated[
        Money,
        Field(description="Of the rest: within it where prices include tax, on top of it where they do not"),
    ]


class CartLine(Shape):
    line_id: str
    sku: str
    name: Annotated[str, Field(description="The SKU where the shop knows no name any more")]
    options: dict[str, str | list[str]]
    quantity: Annotated[int, Field(ge=1, le=99)]
    unit_price: Annotated[
        Money | None,
        Field(
            description="The product's price and the surcharges of its options, or the shop's own; null if "
            "withdrawn, or not priced"
        ),
    ]
    line_total: Annotated[Money | None, Field(description="What all its units cost; null as unit_price is")]
    discount: Annotated[Money | None, Field(description="What is taken off that; null as unit_price is")]
    tax: Annotated[
        Money | None,
        Field(
            description="Of the rest: within it where prices include tax, on top of it where they do not; "
            "null as unit_price is"
        ),
    ]
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


class CartDelivery(Shape):
    method: str
    country: str
    region: str | None


class DeliveryOption(Shape):
    method: str
    name: str
    price: Annotated[
        Money | None,
        Field(
            description="For this cart, before codes. Null where it is known once it is chosen: in a shop "
            "with prices of its own, of methods that are not, and of all where the cart is not priced"
        ),
    ]
    free_from: Annotated[
        Money | None,
        Field(
            description="What goods have to cost, after codes, for it to cost nothing; null if it always "
            "does, and in a shop with prices of its own"
        ),
    ]


class CartCode(Shape):
    code: str
    applied: bool
    takes_off: Annotated[
        Money | None,
        Field(
            description="What it makes the cart cheaper by, before tax that is added; null in a shop with "
            "prices of its own, and where the cart is not priced"
        ),
    ]
    why: Annotated[
        Literal[
            "unknown",
            "not-yet",
            "expired",
            "used-up",
            "minimum-not-met",
            "not-with-others",
            "nothing-to-discount",
        ]
        | None,
        Field(description="Why it is not applied; null where the cart is not priced"),
    ]


class Cart(Shape):
    lines: Annotated[list[CartLine], Field(max_length=50)]
    delivery: Annotated[
        CartDelivery | None,
        Field(
            description="How it would be delivered, as chosen or as the shop does where nothing was; null "
            "where nothing has to be, and in a shop that does not speak of delivery"
        ),
    ]
    delivery_options: Annotated[list[DeliveryOption], Field(description="Methods that go to that country")]
    delivery_countries: Annotated[
        list[str], Field(description="Countries that any method goes to; who picks up may come from anywhere")
    ]
    needs_street: Annotated[
        bool,
        Field(
            description="Whether a shipping address has to have a street: not where nothing has to be "
            "delivered, or all of it is picked up"
        ),
    ]
    codes: Annotated[list[CartCode], Field(max_length=5, description="As they were entered")]
    priced: Annotated[
        bool,
        Field(
            description="False while nobody can say what it costs (a shop's own prices do not answer). Then "
            "there are no amounts, and no code applies; it can be changed all the same, and not be ordered"
        ),
    ]
    totals: Totals
    total: Annotated[
        Money | None,
        Field(
            description="What the lines cost that can be ordered, discounts, delivery and tax included; null "
            "if not priced. The checkout reckons for the shipping address"
        ),
    ]
    credit: Annotated[
        Money | None,
        Field(description="How much of my credit is to be used, at most the total of it; null for none"),
    ]
    to_pay: Annotated[Money | None, Field(description="What credit leaves of the total; null if not priced")]
    version: Annotated[int, Field(ge=0, description="Grows with every change; for If-Match")]
    checkout: Annotated[OrderId | None, Field(description="The order that claims the cart")]


class MergedCart(Cart):
    orders_linked: Annotated[
        bool,
        Field(description="Whether the guest's orders are mine too; those of twenty guests can be"),
    ]
