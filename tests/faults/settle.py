"""Drives a world to rest: everybody around the shop acts, messages arrive, events are relayed, time passes,
the sweep comes, until nothing is left to happen."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from moto.dynamodb.models import dynamodb_backends
from moto.sqs.models import sqs_backends

from functions.fulfilment.fulfilment import Instruction
from functions.fulfilment.warehouse import OFFER
from functions.order.order import DELIVERED, Status
from functions.payment.hold import HoldStatus
from functions.payment.provider import provider
from functions.returns import store as returns_store
from functions.returns.returns import Stage
from functions.shared import ids, machines
from harness.actors import inspects, packing_report
from harness.customers import ASKING_CARD
from harness.machine_files import OPERATOR, SHIPPED, definition
from harness.moto.world import World
from harness.stories import Story, reported
from harness.stream import records
from harness.template import ACCOUNT, REGION
from tests.faults import parked

ROUNDS = 60
DUE_SECONDS = 1801.0
DAY_SECONDS = 24 * 3600.0
ENDED_BADLY = ("FAILED", "TIMED_OUT", "ABORTED")


class NeverRests(Exception):
    """Something goes on happening."""


class Settling:
    """`duty`: how many parked orders the operator sends on; more stay parked. `problems` are what a run shows
    beside its end, `visits` how often somebody stood before the operator, `waits_in_vain` how often nobody
    answered whom a machine waited for. A checkout is followed `beyond` its
    confirmation or not; then nothing is relayed either, since nothing follows but its views."""

    def __init__(self, world: World, story: Story, subject: str, *, beyond: bool = True) -> None:
        self._world = world
        self._beyond = beyond or story.machine != "Checkout"
        self._story = story
        self.subject = subject
        self.order_id = ids.order_of_part(subject) or subject
        self._relayed: set[tuple[str, str]] = set()
        self._told: set[str] = set()
        self._mourned: set[str] = set()
        self._answered: set[str] = set()
        self._undelivered: dict[str, list[dict[str, Any]]] = {"PackingRequests": [], "Warehouse": []}
        self._cancelled = story.cancels in ("", "at once")
        self._heard: dict[str, set[str]] = defaultdict(set)
        self.duty = 1 if story.stuck else 0
        self.visits = 0
        self.waits_in_vain = 0
        self.problems: list[str] = []
        self._actors: tuple[Callable[[], bool], ...] = (
            self._relay,
            self._offer,
            self._pack,
            self._answer_bank,
            self._tell,
            self._cancel,
            self._inspect,
            self._operate,
            self._mourn,
        )

    def to_rest(self) -> None:
        """Raises NeverRests."""
        idle = 0
        for _ in range(ROUNDS):
            self._world.run_to_rest()
            if not self._beyond and self._world.order(self.order_id).status is Status.CONFIRMED:
                return  # the end of a checkout that is not followed beyond it
            if any([act() for act in self._actors]) or self._waited_in_vain():
                idle = 0
            elif idle:
                return
            elif not self._sweep():
                idle = 1
        raise NeverRests

    def unheard(self) -> Iterator[str]:
        """What a warehouse was told that is not so, or was not told though an order that it was offered has
        ended: what the queue has brought, whatever is noted."""
        for order_id, heard in self._heard.items():
            status = self._world.order(order_id).status
            words = heard - {OFFER}
            right = {Instruction.HAND_OVER.value} if status in DELIVERED else {Instruction.PUT_BACK.value}
            if words - right or (not words and self._world.order(order_id).head.ended):
                yield f"the warehouse heard {sorted(words)} of {order_id}, which is {status}"

    @property
    def is_parked(self) -> bool:
        return self._waits_at(OPERATOR)

    def _waits_at(self, state: str) -> bool:
        return any(one == state for _, _, one in self._world.executions.waiting())

    def _relay(self) -> bool:
        """What is new in the logs, again and again until the relay takes it."""
        if not self._beyond or self._logged() <= self._relayed:
            return False
        new = [one for one in records() if _place(one) not in self._relayed]
        outcome = self._world.invoke("Relay", {"Records": new})
        if outcome.error is None:
            failed = {one["itemIdentifier"] for one in outcome.answer["batchItemFailures"]}
            taken = [one for one in new if one["dynamodb"]["SequenceNumber"] not in failed]
            self._relayed |= set(map(_place, taken))
        return True

    def _logged(self) -> set[tuple[str, str]]:
        """The events in all logs, straight from moto's hands."""
        table = dynamodb_backends[ACCOUNT][REGION].tables[self._world.cloud.template.tables["Orders"].name]
        names = {(key.value, name.value) for key, items in table.items.items() for name in items}
        return {(key, name) for key, name in names if name.startswith("event#")}

    def _offer(self) -> bool:
        return self._deliver("PackingRequests", "OfferPacking", lambda message: [message])

    def _pack(self) -> bool:
        return self._deliver("Warehouse", "ReportPacking", self._report)

    def _deliver(self, queue: str, function: str, heard: Callable[[dict[str, Any]], list[Any]]) -> bool:
        """Whatever is not taken comes again."""
        fresh = _taken_from(self._world, queue)
        if not self._undelivered[queue] and not fresh:
            return False
        waiting = self._undelivered[queue] + [made for one in fresh for made in heard(one)]
        self._undelivered[queue] = []
        if waiting:
            outcome = self._world.invoke(function, {"Records": waiting})
            failed = {one["itemIdentifier"] for one in (outcome.answer or {}).get("batchItemFailures", [])}
            self._undelivered[queue] = [
                one for one in waiting if outcome.error is not None or one["messageId"] in failed
            ]
        return True

    def _report(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        """What this story's warehouse answers to an offer, if anything; a last word is heard."""
        work, story = json.loads(message["body"]), self._story
        self._heard[work["order_id"]].add(work["type"])
        if work["type"] != OFFER:
            return []
        match story.warehouse:
            case "packed" | "partly" | "other":
                return packing_report(work, **reported(story))["Records"]
            case "rejected":
                return packing_report(work, "rejected", why="none left")["Records"]
        return []

    def _answer_bank(self) -> bool:
        if not self._story.bank:
            return False
        asked = [one for one in self._world.holds(self.order_id) if one.status == HoldStatus.ASKED]
        if asked:
            self._world.answers_bank(self.order_id, self._story.bank)
        return bool(asked)

    def _tell(self) -> bool:
        """The provider delivers its events until each is taken."""
        if self._story.card != ASKING_CARD or not self._story.told:
            return False
        told = [one for one in self._world.provider.events() if one["type"] in provider.EVENTS]
        new = [one for one in told if one["id"] not in self._told]
        for event in new:
            if self._world.delivers_event(event).status == 200:
                self._told.add(event["id"])
        return bool(new)

    def _cancel(self) -> bool:
        moment = {"at the bank": "AwaitCustomerAction", "while packed": "AwaitPacking"}
        if self._cancelled or not self._waits_at(moment[self._story.cancels]):
            return False
        self._cancelled = self._world.cancels(self.order_id).status in (200, 202)
        return True

    def _inspect(self) -> bool:
        if not self._story.inspector or returns_store.load(self.subject).stage is not Stage.REQUESTED:
            return False
        inspects(self.subject, self._story.inspector)
        return True

    def _operate(self) -> bool:
        """Look at what stands there, say so if it tells not enough, and send it on."""
        waiting = [one for _, one, state in self._world.executions.waiting() if state == OPERATOR]
        if not waiting or not self.duty:
            return False
        for execution in waiting:
            record = parked.record(self.subject)
            self.problems += parked.problems(execution, record)
            if record is None or self._answered.issuperset(record.task_tokens):
                return False
            self._answered.update(record.task_tokens)
            machines.succeed(*record.task_tokens)
            self.visits += 1
            self.duty -= 1
        return True

    def _mourn(self) -> bool:
        """EventBridge tells the sweep of executions that ended as no Catch sees."""
        dead = [one for one in self._world.executions.ended(ENDED_BADLY) if one.name not in self._mourned]
        for one in dead:
            outcome = self._world.sweep(one.exec_arn)
            if outcome.error is None:
                self._mourned.add(one.name)
        return bool(dead)

    def _waited_in_vain(self) -> bool:
        """Whoever was to answer has not: the time for their tokens is over. Where the warehouse is silent,
        the sweep comes before that."""
        for machine, execution, state in self._world.executions.waiting():
            if state == OPERATOR or self._story.warehouse == "silent":
                continue
            told = definition(machine, SHIPPED)["States"][state]
            self._world.time_passes(told["TimeoutSeconds"])
            self._world.executions.time_out(execution)
            self.waits_in_vain += 1
            return True
        return False

    def _sweep(self) -> bool:
        long = self._story.machine == "Return" or self._waits_at("AwaitPacking")
        self._world.time_passes(DAY_SECONDS if long else DUE_SECONDS)
        outcome = self._world.sweep()
        return outcome.error is not None or outcome.answer["started"] > 0 or self._waits_at("AwaitPacking")


def _place(record: dict[str, Any]) -> tuple[str, str]:
    keys = record["dynamodb"]["Keys"]
    return keys["order_id"]["S"], keys["item"]["S"]


def _taken_from(world: World, queue: str) -> list[dict[str, Any]]:
    """All messages, as a Lambda's event source would take them from there; straight from moto's hands."""
    held = sqs_backends[ACCOUNT][REGION].queues[world.cloud.template.queues[queue].name]
    taken = [
        {"messageId": one.id, "receiptHandle": one.id, "body": one.body, "attributes": {}}
        for one in held._messages
    ]
    held._messages.clear()
    held._pending_messages.clear()
    return taken
