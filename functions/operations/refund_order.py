"""An operator gives an amount of an order back, with goods or without."""

from typing import Any

from functions.operations.errors import (
    NothingToRefund,
    OrderUnderDispute,
    RefundTooLarge,
    TargetUnknown,
)
from functions.order.order import NotCompleted
from functions.order.store import OrderUnknown
from functions.payment import provider_limits
from functions.payment.refunds_store import NothingCaptured
from functions.refunds.refund import present
from functions.refunds.request_refund import MoreThanLeft, OrderDisputed, Wanted, request_refund
from functions.shared import ids


def refund_order(order_id: str, key: str, wanted: Wanted) -> dict[str, Any]:
    """The refund that this operator's key stands for, on its way. The customer is shown why. Raises
    OperationRefused, NotInSteps, KeyReused, Contended."""
    if not ids.is_order_id(order_id):
        raise TargetUnknown(f"there is no order {order_id}")
    provider_limits.of_shop().check(wanted.amount)
    try:
        return present(request_refund(order_id, key, wanted))
    except OrderUnknown:
        raise TargetUnknown(f"there is no order {order_id}") from None
    except (NotCompleted, NothingCaptured):
        raise NothingToRefund(
            f"nothing was captured for {order_id}: what is held is let go by cancelling it"
        ) from None
    except OrderDisputed as disputed:
        raise OrderUnderDispute(str(disputed)) from None
    except MoreThanLeft as more:
        raise RefundTooLarge(order_id, wanted.amount, more.left) from None
