"""Writes on a part of an order that has a machine of its own, a return or a refund of an amount: how it
stands before an operator (the map `stuck` in its item), and when the sweep looks after it."""

from dataclasses import dataclass

from functions.operator.stop import OperatorAnswer, Stop
from functions.operator.stop_conditions import later_stop, same_stop, unanswered
from functions.order.keys import TABLE, place_in_list, subject_key
from functions.shared import tokens
from functions.shared.write import Item, Write

THERE = "attribute_exists(#order_id)"
_STUCK = "#stuck."


@dataclass(frozen=True)
class Parts:
    """One kind of parts: the `label` of its writes, the list of those that stand before an operator
    (`stuck`), and the status of those at their end (`ended`)."""

    label: str
    stuck: str
    ended: str

    def update(self, subject: str, condition: str, changes: str, values: Item) -> Write:
        key = subject_key(subject)
        return Write.update(TABLE, self.label, key, changes, condition=condition, values=values)

    def stop(self, subject: str, stop: Stop) -> Write:
        """Refused unless nothing stands there, or an earlier stop."""
        condition, seen = later_stop(stop, _STUCK)
        values = seen | {"stuck": stop.as_dict(), "list": self.stuck}
        changes = "SET #stuck = :stuck, #listed = :list"
        return self.update(subject, f"{THERE} AND ({condition})", changes, values)

    def join(self, subject: str, stop: Stop) -> Write:
        """Another try of the same state; refused unless that stands there."""
        condition, seen = same_stop(stop, _STUCK)
        values = seen | tokens.values_of_keep(*stop.task_tokens)
        return self.update(subject, f"{THERE} AND ({condition})", f"SET {tokens.keep(_STUCK)}", values)

    def answer(self, subject: str, stop: Stop, answer: OperatorAnswer) -> Write:
        """What an operator said to this very stop; refused if it was answered, or has more tokens."""
        condition, seen = unanswered(stop, _STUCK)
        values = seen | {"answer": answer.as_dict()}
        return self.update(subject, condition, "SET #stuck.#answer = :answer, #listed = #status", values)

    def settle(self, subject: str, statement: dict[str, str]) -> Write:
        """Say who ends it by hand and why: its last event will tell. Refused unless it is open, and not
        settled yet."""
        return self.update(
            subject,
            f"{THERE} AND #status <> :ended AND attribute_not_exists(#settled)",
            "SET #settled = :settled",
            {"settled": statement, "ended": self.ended},
        )

    def look_again(self, subject: str, seen: int, run: int, due_at: str, requested_at: str) -> Write:
        """The sweep looks at `due_at`; refused unless it is open, and `seen` is the number of its last
        execution."""
        return self.update(
            subject,
            "#run = :seen AND #status <> :ended",
            # One of before there were lists gets into its own here.
            "SET #run = :run, #due_at = :due_at, #listed = if_not_exists(#listed, #status),"
            " #listed_at = if_not_exists(#listed_at, :place)",
            {
                "seen": seen,
                "run": run,
                "ended": self.ended,
                "due_at": due_at,
                "place": place_in_list(requested_at, subject),
            },
        )
