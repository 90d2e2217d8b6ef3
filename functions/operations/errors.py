"""How a change by hand is refused. The message says why, and what to change; it names the changes as the
commands are named."""

from functions.shared.money import Money


class OperationRefused(Exception):
    """It cannot be done as asked, and nothing was changed unless the message says so."""


class TargetUnknown(OperationRefused):
    """There is nothing of this id or name."""


class NotStuck(OperationRefused):
    """It does not stand before an operator."""


class AnsweredOtherwise(OperationRefused):
    """Somebody else has given another answer: the first one decides."""


class ProviderSilent(OperationRefused):
    """The payment provider does not tell what has to be known first: ask again later."""


class NothingToRefund(OperationRefused):
    """Nothing was captured for the order yet."""


class OrderUnderDispute(OperationRefused):
    """A bank has yet to decide who gets the order's money, or has taken what is claimed of it."""


class RefundTooLarge(OperationRefused):
    """More than is `left` of what was captured and paid by credit, in minor units."""

    def __init__(self, order_id: str, amount: int, left: int) -> None:
        wanted, most = Money(amount).text(), Money(left).text()
        super().__init__(f"{wanted} of {order_id} are too much: {most} are left to be given back")
        self.left = left
