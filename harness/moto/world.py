"""A shop on moto's AWS: executions run in threads of their own, and functions suffer the faults ordered."""

import itertools
import time
from collections.abc import Callable
from typing import Any

from functions.operator.stop import Stop
from functions.order.order import Order
from functions.refunds import store as amounts_store
from functions.returns import store as returns_store
from functions.shared import ids
from functions.shared.table import get
from harness.actors import Actors, accepts
from harness.caches import forget_all
from harness.chains import longer_than_known
from harness.customers import PRICE as PRICE
from harness.customers import VISA as VISA
from harness.faults import RELEASE_SECONDS, Fault, Kind
from harness.invocation import Outcome
from harness.moto.cloud import Cloud
from harness.moto.executions import Executions
from harness.records import CHECKOUT, FULFILMENT, REFUND, RETURN, Provider
from harness.records import SKU as SKU
from harness.roles import grants, missing, role_of
from harness.stories import GOES_ON, PAYING
from infra.definitions import PAID

FORWARD = ["ReserveStock", "AuthorizePayment", "ConfirmOrder"]
WAITING = ["ReserveStock", "AuthorizePayment", "AwaitCustomerAction"]
WAY_BACK = ["AbandonOrder", "VoidPayment", "CloseOrder"]
PACKED = ["AwaitPacking", "CompleteOrder"]
FULFILMENT_WAY_BACK = ["AbandonFulfilment", "VoidPayment", "CloseOrder"]
NOT_PACKED = ["AwaitPacking", *FULFILMENT_WAY_BACK]
INSPECTING = ["AwaitInspection"]
REFUNDED = ["AwaitInspection", "RefundPayment", "RestockItems", "CloseReturn"]
"""The states that an execution enters, in order."""
BROKEN = "SomethingBroke"
"""An error that no state knows by name."""

_numbers = itertools.count(1)
"""Names are never used again: what an earlier test left at the provider or in a bucket is of other orders."""


class World(Actors):
    def __init__(self, cloud: Cloud, provider: Provider) -> None:
        super().__init__(cloud.template, cloud.runner, provider)
        self._numbers = _numbers
        self.cloud = cloud
        self.sockets = cloud.sockets
        self.executions = Executions(cloud.machine_arns)

    def run_to_rest(self) -> None:
        self.executions.run_to_rest()

    def run_to_end(self) -> None:
        self.executions.run_to_end()

    # whole sagas, each to its end

    def buys(self, payment_method: str = VISA) -> str:
        """A new customer's checkout; the order's id."""
        order_id = self.places_order(payment_method)
        self.run_to_end()
        return order_id

    def packs(self, work: dict[str, Any], outcome: str = "packed", **more: Any) -> None:
        """A fulfilment that the warehouse reports on."""
        self.reports(work, outcome, **more)
        self.run_to_end()

    def hands_on(self) -> None:
        """Fulfilments that need nobody but OfferPacking, since it was decided that nothing is packed."""
        self.run_to_rest()
        self.delivers("PackingRequests", "OfferPacking")
        self.run_to_end()

    def takes_back(self, return_id: str) -> None:
        """A return that its inspector accepts."""
        accepts(return_id)
        self.run_to_end()

    def sent_back(self, quantity: int = 2) -> tuple[Order, str]:
        """A delivered order, and a return of one of its units that waits for its inspection."""
        order = self.delivered_order(quantity)
        return order, self.requested(order)

    def expires(self, *states: str) -> None:
        """In these states nobody is waited for for ever: run_to_end lets their time be over, if nobody has
        answered by then."""
        self.executions.expiring = frozenset(states)

    def path(self, order_id: str, machine: str = CHECKOUT) -> list[str]:
        """The states that the order's execution (or the execution of this name) entered, in order."""
        return self.executions.path(order_id, machine)

    def execution_status(self, order_id: str, machine: str = CHECKOUT) -> str:
        status: str = self.executions.of(order_id, machine).status
        return status

    def aborts(self, order_id: str, machine: str = CHECKOUT) -> str:
        """Stop the order's execution from outside; its ARN."""
        return self.executions.abort(order_id, machine)

    # faults

    def fault(self, step: str, kind: str, *, times: int = 1, at: str = "", error: str = "") -> Fault:
        """See faults.Kind; calls are named as in calls.py. Must fire `times` times, or the test fails."""
        fault = Fault(step, Kind(kind), times, at)
        if error:
            fault.error = error
        return self.cloud.desk.order(fault)

    def tries(self, step: str, machine: str = "", error: str = "States.ALL") -> int:
        """How often a machine (the first that has the step) invokes what fails, by an error unknown to it or
        by this one."""
        for name in [machine] if machine else [CHECKOUT, FULFILMENT, RETURN, REFUND]:
            state = self.template.definition(self.template.machines[name])["States"].get(step)
            if state is not None:
                (named,) = [one for one in state["Retry"] if one["ErrorEquals"] == [error]]
                return 1 + int(named["MaxAttempts"])
        raise AssertionError(f"no machine has a state {step}")

    def always(self, step: str, kind: str = "before", error: str = BROKEN) -> Fault:
        """The step fails as often as its state tries it."""
        return self.fault(step, kind, times=self.tries(step), error=error)

    def never_completes(self) -> Fault:
        """An order is paid for and not completed, as often as that is tried."""
        times = self.tries(PAYING, error=PAID)
        return self.fault(PAYING, "call_before", times=times, at=GOES_ON, error="InternalServerError")

    def kills(self) -> None:
        """What hangs ends where it stands."""
        for fault in self.cloud.desk.ordered:
            fault.kill()

    # queues

    def messages(self, queue: str) -> list[dict[str, Any]]:
        url = self.cloud.queue_url(queue)
        taken = self.cloud.sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"], VisibilityTimeout=30
        ).get("Messages", [])
        for message in taken:
            self.cloud.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [
            {
                "messageId": message["MessageId"],
                "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"],
                "attributes": message.get("Attributes", {}),
                "messageAttributes": {},
                "eventSource": "aws:sqs",
            }
            for message in taken
        ]

    def delivers(self, queue: str, function: str) -> Outcome:
        """Hand what waits in a queue (at most ten messages) to the function that consumes it, once."""
        return self.invoke(function, {"Records": self.messages(queue)})

    # operators

    def parked(self, order_id: str) -> dict[str, Any]:
        """What stands in front of the operator, as it is stored."""
        item = get("ORDERS_TABLE", {"order_id": order_id, "item": "operator"})
        assert item is not None, f"{order_id} is not parked"
        return item

    def parks(self, order_id: str) -> None:
        """Wait until the order's fulfilment stands before an operator."""
        until(lambda: self.path(order_id, FULFILMENT)[-1] == "AwaitOperator")
        self.run_to_rest()

    def until_stuck(self, subject: str) -> Stop:
        """The return, or the refund of an amount, stands in front of an operator."""
        load = returns_store.load if ids.order_of_return(subject) else amounts_store.load
        until(lambda: load(subject).stuck is not None)
        self.run_to_rest()
        stuck = load(subject).stuck
        assert stuck is not None
        return stuck

    def answers_operator(self, order_id: str) -> None:
        """Press the button of a parked order."""
        token = self.parked(order_id)["task_tokens"][-1]
        self.cloud.machines.send_task_success(taskToken=token, output="{}")

    def answers_bank_token(self, order_id: str, error: str) -> None:
        """Answer the token of the order that waits for its customer: it came to nothing."""
        self.run_to_rest()  # the bank may be asked for before the token is kept
        item = get("PAYMENTS_TABLE", {"order_id": order_id})
        assert item is not None
        self.cloud.machines.send_task_failure(taskToken=item["task_tokens"][-1], error=error)

    # at the end of a test

    def denied(self) -> list[str]:
        """Calls that moto let pass and AWS would have refused: the function's role does not allow them."""
        return sorted(
            {
                f"{one.name} needs {action} on {resource} and may not"
                for one in self.runner.invocations
                for action, resource in missing(grants(self.template, role_of(one.function)), one.needs)
            }
        )

    def too_long_ways(self) -> list[str]:
        """Invocations that asked the payment provider more often than their life is made for."""
        return sorted(
            f"{one.name}: {', '.join(one.calls)}"
            for one in self.runner.invocations
            if longer_than_known(one.name, one.calls)
        )

    def unspent_faults(self) -> list[str]:
        return self.cloud.desk.unspent() + self.provider.unspent()

    def reset(self) -> None:
        """As new: nothing sold, nobody there, every process fresh."""
        self.stop()
        self.cloud.desk.ordered.clear()
        self.runner.invocations.clear()
        self.runner.always_cold = False
        self.runner.outside.clear()
        self.runner.time.reset()
        self.expires()
        self.cloud.reset()
        self.provider.forget()
        forget_all()

    def stop(self) -> None:
        """Nothing goes on: what is held ends where it stands, executions are aborted."""
        self.kills()
        self.executions.clear()


def until(happened: Callable[[], object]) -> None:
    """An execution that was just answered looks at rest until it goes on."""
    end = time.monotonic() + RELEASE_SECONDS
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)
