"""What the shapes of answers are made of."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Timestamp = Annotated[
    str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", description="RFC 3339, UTC")
]

OrderId = Annotated[str, Field(pattern=r"^ord_[a-z2-7]{32}$")]

ReturnId = Annotated[str, Field(pattern=r"^ret_[a-z2-7]{32}_[a-z2-7]{8}$")]
AmountRefundId = Annotated[str, Field(pattern=r"^rfd_[a-z2-7]{32}_[a-z2-7]{8}$")]


class Shape(BaseModel):
    """An object whose every member is named here and always there."""

    model_config = ConfigDict(extra="forbid")


class Money(Shape):
    """An amount in integer minor units (cents, where there are cents)."""

    amount: int
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="The shop's, ISO 4217")]


class Total(Shape):
    """A row of what comes to a total."""

    type: Literal["items", "discount", "delivery", "tax", "total", "to_pay"]
    label: Annotated[str, Field(description="For people: the method of delivery, the name and rate of a tax")]
    amount: Annotated[Money, Field(description="That of a discount is negative")]
    included: Annotated[bool, Field(description="A tax that the rows before it include: it adds nothing")]


Totals = Annotated[
    list[Total],
    Field(
        description="How the total comes about: rows before it that are not included add up to it. After it "
        "stands what credit leaves to pay"
    ),
]

Units = Annotated[dict[str, int], Field(description="Units by line_id")]

Cursor = Annotated[str | None, Field(description="For the next page; null on the last")]


class NotRead(Shape):
    id: str
    error: Annotated[str, Field(description="Which attribute, or which class of error; never what is in it")]


Unreadable = Annotated[list[NotRead], Field(description="What is stored and cannot be read")]
