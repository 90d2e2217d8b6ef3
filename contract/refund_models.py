"""What operators are answered about refunds of an amount."""

from typing import Annotated

from pydantic import Field

from contract.look_stuck_models import Stop
from contract.shapes import AmountRefundId, Money, OrderId, Shape, Timestamp
from functions.refunds.refund import Stage, To


class AmountRefund(Shape):
    refund_id: AmountRefundId
    order_id: OrderId
    status: Annotated[Stage, Field(description="OWED_AGAIN: it was given back, and has failed since")]
    amount: Money
    card: Annotated[Money, Field(description="What of it goes back to the card")]
    credit: Annotated[Money, Field(description="What of it becomes credit")]
    to: Annotated[To, Field(description="What was asked for")]
    why: Annotated[str, Field(description="The customer is shown it")]
    by: str
    requested_at: Timestamp
    stuck: Stop | None
    settled: dict[str, str] | None
