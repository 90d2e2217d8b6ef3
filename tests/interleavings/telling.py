"""The matrix's stories (harness/stories.py), told on the simulator: an execution goes on state by state, and
the people around the shop act where it waits for them.

Nothing is remembered here: how far a story has come is seen from the shop alone, which may be put back.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from functions.fulfilment import callback
from functions.fulfilment import store as fulfilments
from functions.operations.find_stuck import unanswered
from functions.operations.retry_stuck import retry_many
from functions.operator.journal import Signed
from functions.order.order import Status
from functions.refunds import store as amounts_store
from functions.returns import store as returns_store
from functions.session import store as sessions
from functions.shared import ids
from harness.actors import inspects
from harness.customers import CAPTURABLE, FAILED
from harness.records import CHECKOUT
from harness.simulator.execution import Execution
from harness.simulator.mishaps import losing
from harness.simulator.simulator import Simulator
from harness.stories import GOES_ON, PAYING, TAKES, Story, act_out_before, reported
from tests.interleavings.pair import Facts

BY = Signed("ops:ada", "", "2026-01-01T00:00:00.000Z")

Act = Callable[[], Any]
MOST_STEPS = 200
NEWS = {"success": CAPTURABLE, "failure": FAILED}
PACKING_DAYS = 6 * 24 * 3600 + 60
IN_VAIN = "BrokenInTheStory"


@dataclass(frozen=True)
class Telling:
    shop: Simulator
    story: Story

    def begins(self) -> Facts:
        """As the story's machine has just been started. `subject` is what its executions are named after."""
        order_id, subject = act_out_before(self.story, self.shop, back=max(1, self.story.units - 1))
        return {"order": order_id, "subject": subject}

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
        step = self.shop.machines.function_of(one)
        failing = step in {self.story.stuck, self.story.lost} - {""} and one.state not in one.path
        if failing:
            self.shop.machines.gives_up(one.machine, one.name, self._fails(step, one.given))
        else:
            self.shop.machines.step(one)

    def _fails(self, step: str, given: Any) -> str:
        """The error that its machine sees, what it did before that done."""
        lost = step == self.story.lost
        if step == PAYING:
            with losing(self.shop.cloud, TAKES if lost else GOES_ON, heard=lost):
                return self.shop.invoke(step, given).error or IN_VAIN
        if lost:
            self.shop.invoke(step, given)
        return IN_VAIN

    def execution(self, facts: Facts) -> Execution:
        """The latest of the story's machine."""
        names = [name for machine, name in self.shop.machines.executions if machine == self.story.machine]
        return self.shop.execution(names[-1], self.story.machine)

    def act(self, facts: Facts) -> Act | None:
        """What somebody does now about an execution that waits, or is about to: what comes before it, such as
        the customer's answer at the bank, has happened when this returns."""
        match self.execution(facts).state:
            case "AwaitCustomerAction":
                return self._at_the_bank(facts)
            case "AwaitPacking":
                return self._at_the_warehouse(facts)
            case "AwaitInspection":
                return lambda: inspects(facts["subject"], self.story.inspector)
        return lambda: sends_on(facts["subject"])

    def _at_the_bank(self, facts: Facts) -> Act:
        shop, story, order_id = self.shop, self.story, facts["order"]
        if story.cancels:
            return lambda: shop.cancels(order_id)
        if not story.bank:
            return lambda: shop.machines.time_out(CHECKOUT, self.execution(facts).name)
        shop.answers_bank(order_id, story.bank)
        if not story.told:
            return lambda: shop.machines.time_out(CHECKOUT, self.execution(facts).name)
        news = next(one for one in shop.events_of(order_id) if one["type"] == NEWS[story.bank])
        return lambda: shop.delivers_event(news)

    def _at_the_warehouse(self, facts: Facts) -> Act:
        shop, story = self.shop, self.story
        shop.offers()
        if story.cancels:
            return lambda: shop.cancels(facts["order"])
        if story.warehouse in ("silent", "asleep"):
            shop.time_passes(PACKING_DAYS)
            return shop.sweep
        more = reported(story)
        outcome = "packed" if more else story.warehouse
        work = {"callback_id": callback_of(facts["order"])}
        return lambda: shop.report(work, outcome, **more)

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
        if ids.order_of_amount_refund(facts["subject"]):
            return "REFUND", amounts_store.load(facts["subject"]).stage
        return self.shop.outcome(facts["order"])


def sends_on(subject: str) -> None:
    """An operator looks at what is stuck, and sends it on."""
    if _is_asked(subject):
        retry_many([subject], BY)


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
