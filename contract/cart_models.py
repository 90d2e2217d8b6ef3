"""What calls about carts answer."""

from typing import Annotated, Literal

from pydantic import Field

from contract.shapes import Money, OrderId, Shape


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
    credit: Annotated[
        Money | None,
        Field(description="How much of my credit is to be used, at most the total of it; null for none"),
    ]
    to_pay: Annotated[Money, Field(description="What credit leaves of the total")]
    version: Annotated[int, Field(ge=0, description="Grows with every change; for If-Match")]
    checkout: Annotated[OrderId | None, Field(description="The order that claims the cart")]


class MergedCart(Cart):
    orders_linked: Annotated[
        bool,
        Field(description="Whether the guest's orders are mine too; those of twenty guests can be"),
    ]
