"""The matrix's stories (tests/faults/stories.py), told on the stage: an execution goes on state by state, and
the people around the shop act where it waits for them.

Nothing is remembered here: how far a story has come is seen from the stage alone, which may be put back.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from functions.fulfilment import callback
from functions.fulfilment import store as fulfilments
from functions.order.order import Status
from functions.payment.provider import provider
from functions.returns import store as returns_store
from functions.returns.decide_return import decide_return
from functions.returns.returns import Verdict
from functions.session import store as sessions
from functions.shared import ids
from ops.stuck import retry_stuck, unanswered
from tests.faults.stories import Story
from tests.interleavings.pair import Facts
from tests.stage.machines import Execution
from tests.stage.stage import CHECKOUT, FULFILMENT, SKU, Stage
from tests.world.world import PRICE

Act = Callable[[], Any]
WATER = "water"
MOST_STEPS = 200
NEWS = {"success": "payment_intent.amount_capturable_updated", "failure": "payment_intent.payment_failed"}
PACKING_DAYS = 6 * 24 * 3600 + 60
INSPECTED = {"accepted": Verdict.ACCEPTED, "rejected": Verdict.REJECTED}
IN_VAIN = "BrokenInTheStory"


@dataclass(frozen=True)
class Telling:
    stage: Stage
    story: Story

    def begins(self) -> Facts:
        """As the story's machine has just been started. `subject` is what its executions are named after."""
        stage, story = self.stage, self.story
        order_id = self._placed()
        if story.machine == CHECKOUT:
            if story.cancels == "at once":
                assert stage.cancels(order_id).status in (200, 202)
            return {"order": order_id, "subject": order_id}
        stage.runs(order_id)
        if story.hold:
            (hold,) = stage.holds(order_id)
            provider.cancel_hold(hold.hold_id)
        assert stage.relays().answer == {"batchItemFailures": []}
        if story.machine == FULFILMENT:
            return {"order": order_id, "subject": order_id}
        stage.runs(order_id, FULFILMENT)
        (work,) = stage.offers()
        assert stage.reports(work).answer == {"batchItemFailures": []}
        stage.runs(order_id, FULFILMENT)
        return {"order": order_id, "subject": self._asked_back(order_id)}

    def _placed(self) -> str:
        stage, story = self.stage, self.story
        stage.sells(stock=story.stock, shards=story.shards)
        lines = {SKU: story.units}
        if story.other is not None:
            stage.sells(WATER, stock=story.other, shards=story.shards)
            lines[WATER] = 1
        owner = stage.fills_cart(lines)
        total = PRICE * sum(lines.values())
        answer = stage.checkout(owner, total=total, payment_method=story.card)
        assert answer.status == 202, answer
        order_id: str = answer.json["order_id"]
        return order_id

    def _asked_back(self, order_id: str) -> str:
        """A part of what was delivered, unless that is one unit."""
        lines = [{"line_id": SKU, "quantity": max(1, self.story.units - 1)}]
        answer = self.stage.api(
            "POST",
            f"/orders/{order_id}/returns",
            {"reason": "cold", "lines": lines},
            owner=self.stage.order(order_id).owner,
            headers={"Idempotency-Key": "back"},
        )
        assert answer.status == 201, answer
        return_id: str = answer.json["return_id"]
        return return_id

    def goes_on(self, facts: Facts) -> bool:
        """One state further, or somebody acts; whether anything happened."""
        one = self.execution(facts)
        if one.status != "RUNNING":
            return False
        if one.waits:
            act = self.act(facts)
            if act is None:
                return False
            act()
            return True
        self.steps(facts)
        return True

    def steps(self, facts: Facts) -> None:
        one = self.execution(facts)
        step = self.stage.machines.function_of(one)
        failing = step in {self.story.stuck, self.story.lost} - {""} and one.state not in one.path
        if failing and step == self.story.lost:
            self.stage.invoke(step, one.given)
        if failing:
            self.stage.machines.gives_up(one.machine, one.name, IN_VAIN)
        else:
            self.stage.machines.step(one)

    def execution(self, facts: Facts) -> Execution:
        """The latest of the story's machine."""
        names = [name for machine, name in self.stage.machines.executions if machine == self.story.machine]
        return self.stage.execution(names[-1], self.story.machine)

    def act(self, facts: Facts) -> Act | None:
        """What somebody does now about an execution that waits, or is about to: what comes before it, such as
        the customer's answer at the bank, has happened when this returns."""
        match self.execution(facts).state:
            case "AwaitCustomerAction":
                return self._at_the_bank(facts)
            case "AwaitPacking":
                return self._at_the_warehouse(facts)
            case "AwaitInspection":
                verdict = INSPECTED[self.story.inspector]
                return lambda: decide_return(facts["subject"], verdict, "test", None)
        return lambda: sends_on(facts["subject"])

    def _at_the_bank(self, facts: Facts) -> Act:
        stage, story, order_id = self.stage, self.story, facts["order"]
        if story.cancels:
            return lambda: stage.cancels(order_id)
        if not story.bank:
            return lambda: stage.machines.time_out(CHECKOUT, self.execution(facts).name)
        stage.customer_answers(order_id, story.bank)
        if not story.told:
            return lambda: stage.machines.time_out(CHECKOUT, self.execution(facts).name)
        news = next(one for one in stage.events_of(order_id) if one["type"] == NEWS[story.bank])
        return lambda: stage.delivers_event(news)

    def _at_the_warehouse(self, facts: Facts) -> Act:
        stage, story = self.stage, self.story
        stage.offers()
        if story.cancels:
            return lambda: stage.cancels(facts["order"])
        if story.warehouse in ("silent", "asleep"):
            stage.time_passes(PACKING_DAYS)
            return stage.sweeps
        more: dict[str, Any] = {}
        outcome = story.warehouse
        if outcome == "partly":
            outcome, more = "packed", {"lines": [{"line_id": SKU, "quantity": story.units - 1}]}
        work = {"callback_id": callback_of(facts["order"])}
        return lambda: stage.reports(work, outcome, **more)

    def until(self, facts: Facts, state: str) -> bool:
        """Go on until an execution is about to enter this state; whether the story comes to it."""
        for _ in range(MOST_STEPS):
            one = self.execution(facts)
            if one.state == state and one.status == "RUNNING" and not one.token and not one.tries:
                return True
            if not self.goes_on(facts):
                return False
        raise AssertionError(f"{self.story.name} goes on for ever")

    def ends(self, facts: Facts, *, acted: str = "") -> None:
        """Go on to the end. Nobody acts again where they have `acted`, but for an operator who is asked
        again."""
        for _ in range(MOST_STEPS):
            one = self.execution(facts)
            if one.waits and one.state == acted and not _is_asked(facts["subject"]):
                return
            if not self.goes_on(facts):
                return
        raise AssertionError(f"{self.story.name} goes on for ever")

    def end(self, facts: Facts) -> tuple[str, str | None]:
        if ids.order_of_return(facts["subject"]):
            return "RETURN", returns_store.load(facts["subject"]).shown
        return self.stage.outcome(facts["order"])


def sends_on(subject: str) -> None:
    """An operator looks at what is stuck, and sends it on."""
    if _is_asked(subject):
        retry_stuck([subject], None)


def _is_asked(subject: str) -> bool:
    return subject in {one.subject for one in unanswered()}


def callback_of(order_id: str) -> str:
    """What the warehouse was told to answer with."""
    pack_by = fulfilments.load(order_id).pack_by
    assert pack_by is not None
    return callback.mint(order_id, pack_by, sessions.key_ring())


def told(story: Story) -> Story:
    """As it ends here: a checkout is not followed beyond it."""
    if story.machine == CHECKOUT and story.end == (Status.COMPLETED.value, ""):
        return replace(story, end=(Status.CONFIRMED.value, ""))
    return story
