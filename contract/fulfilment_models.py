"""What warehouses send and are answered."""

from typing import Annotated, Literal

from pydantic import Field

from contract.shapes import OrderId, Shape
from functions.catalog.priced_line import LINE_ID, MAX_LINES, MAX_QUANTITY
from functions.fulfilment.report import Outcome
from functions.shared.api import Text


class PackedLine(Shape):
    line_id: str
    quantity: Annotated[int, Field(ge=1, le=99)]


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
