"""What calls about returns answer."""

from typing import Annotated, Literal

from pydantic import Field

from contract.shapes import Money, OrderId, ReturnId, Shape, Timestamp


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
        description="What the accepted units were paid with, and `delivery`: fixed when they are accepted"
    )
    delivery: Money | None = Field(
        description="What of `amount` is the price of standard delivery: where all of the order comes back, "
        "announced within 14 days"
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
