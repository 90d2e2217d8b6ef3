"""What calls about credit answer."""

from typing import Annotated, Literal

from pydantic import Field

from contract.shapes import Cursor, Money, OrderId, Shape, Timestamp


class Balance(Shape):
    balance: Annotated[Money, Field(description="What is free to be used")]
    held: Annotated[Money, Field(description="What is set aside for orders that are not ended yet")]


class CreditEntry(Shape):
    type: Literal["gift-code", "grant", "refund", "merged-in", "merged-out", "order"]
    amount: Annotated[Money, Field(description="Less than nothing where it was taken from the account")]
    at: Timestamp
    why: Annotated[str | None, Field(description="What the shop says of it; null where the type says all")]
    order_id: Annotated[OrderId | None, Field(description="The order that it is about; null for none")]


class Credit(Balance):
    entries: Annotated[list[CreditEntry], Field(description="The newest first")]
    next_cursor: Cursor


class OwnersCredit(Credit):
    owner: str
    merged_into: Annotated[
        str | None,
        Field(description="The owner whose account took this one over, and gets whatever comes to it"),
    ]


class GrantedCredit(Balance):
    owner: Annotated[str, Field(description="Of the account that it came to")]
    granted: Annotated[int, Field(ge=1, description="Minor units")]
