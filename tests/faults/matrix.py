"""The matrix: tells every story, befalls every state that it goes through, and audits what became of it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from functions.refunds import store as amounts_store
from functions.returns import store as returns_store
from harness.faults import Kind
from harness.invocation import Invocation
from harness.machine_files import OPERATOR, SHIPPED, State, all_states, definition, escape, knows, states
from harness.moto.executions import entered
from harness.stories import COMPLETED, CONFIRMED, DECLINED, STORIES, End, Story
from tests.faults.cases import AS_OFTEN, EVER, ONCE, SOON, Case, cases, cases_beside
from tests.faults.fault_injection import Strike
from tests.faults.fault_run import FaultRun
from tests.faults.observed_calls import Visit, changes_nothing
from tests.faults.settle import ENDED_BADLY, NeverRests, Settling

PATIENT = 5
"""How often the operator is ready to send an order on once nothing fails any more."""
DECLINES = "provider declines"
REMEMBERED = "provider answers 500"
"""Not over when it is over: the provider repeats it for its idempotency key."""


@dataclass(frozen=True)
class Result:
    """`end`: how it ended; `problems`: what of it must not be. `fired` invocations were befallen."""

    case: Case
    end: str
    fired: int
    problems: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.case}\n    fired {self.fired} times, ended {self.end}\n    " + "\n    ".join(
            self.problems
        )


@dataclass
class Sheet:
    """What came of one state: `cut` counts cases left out, by rule."""

    state: State
    results: list[Result] = field(default_factory=list)
    cut: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    @property
    def violations(self) -> list[str]:
        return [*self.problems, *(str(one) for one in self.results if one.problems)]


class Matrix:
    """`whole`: with what make test leaves out (make faults)."""

    def __init__(self, fault_run: FaultRun, *, whole: bool = False) -> None:
        self.fault_run = fault_run
        self._whole = whole
        self._told: dict[Story, dict[str, Visit]] = {}
        self._paths: dict[Story, list[str]] = {}

    def of(self, state: State) -> Sheet:
        """In the first story that goes through the state, and in those in which it makes other calls, or is
        answered otherwise."""
        sheet = Sheet(state)
        told: list[Visit] = []
        for visit in self._visits(state, sheet):
            for case in cases(state, visit, told, sheet.cut):
                if not self._whole and _left_out(case, further=bool(told)):
                    sheet.cut["whole"] += 1
                else:
                    sheet.results.append(self.run(case))
            told.append(visit)
        if not sheet.results:
            sheet.problems.append(f"{state}: no story of harness/stories.py goes through it")
        return sheet

    def beside(self) -> Iterator[Sheet]:
        """The functions that are no state's, and that the stories need all the same: those that bring
        messages, events and answers. Nobody counts how often they are tried."""
        steps = {state.step for state in all_states()}
        visits: dict[str, list[Visit]] = defaultdict(list)
        for story in STORIES:
            self._play_clean(story, beyond=False)
            made = self.fault_run.world.runner.invocations
            for name in sorted({one.name for one in made} - steps):
                visits[name].append(_visit(story, [one for one in made if one.name == name]))
        for name, found in visits.items():
            sheet = Sheet(State("beside", name, name, sends=False, beside=True))
            for case in cases_beside(sheet.state, found, sheet.cut):
                sheet.results.append(self.run(case))
            yield sheet

    def run(self, case: Case) -> Result:
        fault_run = self.fault_run
        settling = fault_run.begin(case.story, case.patience, beyond=case.kind is Kind.HANGS)
        strike = case.strike()
        fault_run.desk.order(strike)
        fault_run.desk.before = lambda step: (
            strike.release() if strike.held and step == strike.releases_before else None
        )
        fault_run.start(case.story)
        problems: list[str] = []
        try:
            problems += self._play(case, settling)
        except (NeverRests, AssertionError) as broken:
            problems.append(f"{type(broken).__name__}: {broken}")
        if not strike.fired:
            problems.append("the fault never fired")
        problems += [*settling.problems, *self._unallowed(case, settling, strike)]
        end = _said(self._end(case.story, settling)) + (", by the operator" if settling.visits else "")
        return Result(case, end, strike.fired, tuple(problems))

    def _play(self, case: Case, settling: Settling) -> list[str]:
        """First while it fails; then, if it was to fail for ever, with that over and an operator at hand.
        What hangs goes on when its case says so, at the latest when all is over."""
        world, desk = self.fault_run.world, self.fault_run.desk
        problems: list[str] = []
        settling.to_rest()
        desk.lift()
        released = desk.let_go() if case.released == SOON else False
        if settling.is_parked:
            on_their_way = set() if world.order(settling.order_id).head.ended else {settling.order_id}
            problems = [f"before the operator: {one}" for one in world.violations(on_their_way)]
        if settling.is_parked or released:
            settling.duty = PATIENT
            settling.to_rest()
        if desk.let_go():
            settling.to_rest()
        return [*problems, *world.violations(), *settling.unheard()]

    def _unallowed(self, case: Case, settling: Settling, strike: Strike) -> Iterator[str]:
        """How it must not have ended, whatever the audit says."""
        struck = [one for one in self.fault_run.world.runner.invocations if id(one) in strike.struck]
        error, otherwise = _last_known(case.state, struck)
        tried = strike.hits - otherwise
        gave_up = not case.state.beside and tried >= case.tries(error) and case.kind is not Kind.TWICE
        allowed = {case.story.end, *_sold(case.story)}
        if case.often == EVER or case.fault == REMEMBERED:
            allowed.update(case.story.others)
        if case.fault == DECLINES:
            allowed.add(DECLINED)
        end = self._end(case.story, settling)
        if end not in allowed:
            yield f"{_said(end)} is no end for this, but {', '.join(map(_said, sorted(allowed)))}"
        way = escape(case.state, error)
        path = self._path(case.story.machine)
        if _changes_no_way(case) and path != self._paths[case.story]:
            yield f"it went {' '.join(path)}, without the fault {' '.join(self._paths[case.story])}"
        if gave_up and way not in path[path.index(case.state.name) + 1 :]:
            yield f"it was given up and did not go on to {way}"
        if gave_up and way == OPERATOR and not settling.visits:
            yield "it was given up and no operator was asked"
        told = case.state.beside or not _must_be_told(case)
        if not told and any(one.outcome and one.outcome.error is None for one in struck):
            yield "the call failed and the step ended as if it had not"
        for one in self.fault_run.world.executions.ended(ENDED_BADLY):
            yield f"the execution {one.name} ended {one.status}: no Catch saw it"
        if settling.is_parked:
            yield "the operator's answers do not finish it"

    def _visits(self, state: State, sheet: Sheet) -> Iterator[Visit]:
        """The stories that go through the state, one of each kind: same calls, same answers, same case."""
        seen: set[object] = set()
        for story in STORIES:
            if story.machine != state.machine or state.step in (story.stuck, story.lost):
                continue
            visit = self._tell(story).get(state.name)
            if visit is None:
                continue
            if (visit.calls, visit.outcomes) in seen:
                sheet.cut["story"] += sum(1 for _ in cases(state, visit, (), Counter()))
                continue
            seen.add((visit.calls, visit.outcomes))
            yield visit

    def _tell(self, story: Story) -> dict[str, Visit]:
        """The story without any fault, by state. Raises AssertionError if it does not end as it says."""
        if story not in self._told:
            self._play_clean(story)
            self._told[story] = self._visited(story)
            self._paths[story] = self._path(story.machine)
        return self._told[story]

    def _play_clean(self, story: Story, *, beyond: bool = True) -> None:
        settling = self.fault_run.begin(story, beyond=beyond)
        self.fault_run.start(story)
        settling.to_rest()
        end = self._end(story, settling)
        broken = [*settling.problems, *self.fault_run.world.violations(), *settling.unheard()]
        assert end in {story.end, *_sold(story)}, f"{story.name} ended {_said(end)}"
        assert not broken, f"{story.name}: {broken}"
        assert bool(settling.waits_in_vain) == story.unanswered, f"{story.name}: somebody waited in vain"

    def _visited(self, story: Story) -> dict[str, Visit]:
        by_name = {one.name: one for one in states(story.machine)}
        path = self._path(story.machine)
        found = {}
        for name in set(path) & by_name.keys():
            state = by_name[name]
            if state.step in (story.stuck, story.lost):
                continue
            made = [one for one in self.fault_run.world.runner.invocations if one.name == state.step]
            after = path[path.index(name) + 1 :]
            following = by_name[after[0]].step if after and after[0] in by_name else ""
            found[name] = _visit(story, made, following, _step_after_escape(state, by_name))
        return found

    def _path(self, machine: str) -> list[str]:
        executions = self.fault_run.world.executions.all_of(machine)
        return [state for one in executions for state in entered(one)]

    def _end(self, story: Story, settling: Settling) -> End:
        if story.machine == "Return":
            return ("RETURN", returns_store.load(settling.subject).shown)
        if story.machine == "Refund":
            return ("REFUND", amounts_store.load(settling.subject).stage.value)
        status, reason = self.fault_run.world.outcome(settling.order_id)
        return (status, reason or "")


def _left_out(case: Case, *, further: bool) -> bool:
    """As often as retried is much like once, and like for ever. What befalls one call for ever is befallen a
    day long, and most of the work: `make test` has what befalls the state as a whole for ever. In a further
    story what goes on for ever ends as in the first, and what hangs meets what the interleavings have a ghost
    meet."""
    if case.often == ONCE:
        return further and case.kind is Kind.HANGS
    return further or case.often == AS_OFTEN or case.place is not None


def _visit(story: Story, made: list[Invocation], following: str = "", after_escape: str = "") -> Visit:
    return Visit(
        story=story,
        calls=tuple(tuple(zip(one.calls, one.answers, strict=True)) for one in made),
        outcomes=tuple(one.outcome.error for one in made if one.outcome),
        next_step=following,
        step_after_escape=after_escape,
    )


def _step_after_escape(state: State, by_name: dict[str, State]) -> str:
    """What is invoked once the way back has begun: after the fence, or the operator's own step."""
    way = escape(state)
    if way == OPERATOR:
        return by_name[OPERATOR].step
    after = definition(state.machine, SHIPPED)["States"][way].get("Next") if way else None
    return by_name[after].step if after in by_name else ""


def _last_known(state: State, struck: list[Invocation]) -> tuple[str, int]:
    """The error that the last of the befallen invocations ended with, if the state has a way of its own for
    it, else nothing; and how many ended otherwise, which are tries of another retrier."""
    errors = [one.outcome.error or "" for one in struck if one.outcome]
    known = [error if not state.beside and knows(state, error) else "" for error in errors]
    last = known[-1] if known else ""
    return last, sum(one != last for one in known)


def _changes_no_way(case: Case) -> bool:
    """The state alone makes up for it: it is tried again, or finds its work done."""
    once = case.often == ONCE and case.kind is not Kind.CALL_ANSWERED
    return not case.state.beside and (once or case.kind is Kind.TWICE)


def _must_be_told(case: Case) -> bool:
    """A change that is never made: the step may not end as if it were."""
    changes = case.place is not None and not changes_nothing(case.place.call)
    return case.kind is Kind.CALL_BEFORE and case.often == EVER and changes


def _sold(story: Story) -> set[End]:
    """A checkout that is completed in the end was confirmed before: followed that far, it ends there."""
    return {CONFIRMED} if story.machine == "Checkout" and story.end == COMPLETED else set()


def _said(end: End) -> str:
    return " ".join(end).strip()
