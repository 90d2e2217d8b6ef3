"""How a call is refused."""

from typing import Annotated

from pydantic import BaseModel, Field

from contract.fulfilment_models import PackedLine
from contract.order_models import MissingLine
from contract.shapes import Totals
from functions.payment.decline import Decline


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
    totals: Annotated[Totals | None, Field(description="Of price-changed: how the total comes about")] = None
    why: Annotated[str | None, Field(description="Of code-not-applicable: why, as a cart's codes tell")] = (
        None
    )
    decline: Annotated[Decline | None, Field(description="Of payment-declined: why, where that is known")] = (
        None
    )
