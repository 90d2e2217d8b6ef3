"""`python -m tests.faults [TEXT]` (make faults): the whole matrix; or the states whose `Machine/State` holds
TEXT; or, for `beside`, the functions that are no state's, those of sockets, conversations and sessions too.

Prints state x fault -> how it ended, how often, and what is broken; exit status 1 if anything is.
"""

import itertools
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from harness.machine_files import State, all_states
from harness.template import Template, synthesize
from tests.faults.cases import CUTS
from tests.faults.fault_run import running_fault_run
from tests.faults.live_run import LiveRun
from tests.faults.login_run import LoginRun
from tests.faults.matrix import Matrix, Result, Sheet
from tests.faults.talk_run import TalkRun

BESIDE = "beside"


def main(text: str) -> int:
    chosen = [state for state in all_states() if text in str(state)]
    if not chosen and text != BESIDE:
        names = ", ".join([*map(str, all_states()), BESIDE])
        print(f"no state is called {text}; there are {names}", file=sys.stderr)
        return 2
    began = time.process_time()
    sheets = list(_run(chosen, beside=text in ("", BESIDE)))
    print(_sums(sheets, time.process_time() - began))
    return 1 if any(sheet.violations for sheet in sheets) else 0


def _run(chosen: list[State], *, beside: bool) -> Iterator[Sheet]:
    with tempfile.TemporaryDirectory() as folder:
        template = Template(synthesize(Path(folder)))
    with running_fault_run(template) as fault_run:
        matrix = Matrix(fault_run, whole=True)
        runs = (one(fault_run, whole=True) for one in (LiveRun, TalkRun, LoginRun))
        others = (matrix.beside(), *map(_live, runs))
        for sheet in itertools.chain(map(matrix.of, chosen), *(others if beside else ())):
            print(_table(sheet), flush=True)
            yield sheet


def _live(live_run: LiveRun) -> Iterator[Sheet]:
    for function in live_run.functions:
        sheet = Sheet(State("beside", function, function, sends=False, beside=True))
        for case in list(live_run.cases(function, sheet.cut)):
            wrong = live_run.run(case)
            sheet.results.append(Result(case, "otherwise" if wrong else "well", 1, tuple(wrong)))
        yield sheet


def _table(sheet: Sheet) -> str:
    """One line for each kind of fault: where it struck, and how often it ended how."""
    lines = [f"\n{sheet.state}: {len(sheet.results)} cases"]
    rows: dict[tuple[str, str], Counter[str]] = {}
    for one in sheet.results:
        rows.setdefault((one.case.fault, one.case.often), Counter())[one.end] += 1
    for (fault, often), ends in rows.items():
        told = "; ".join(f"{times} x {end}" for end, times in sorted(ends.items()))
        lines.append(f"  {fault + ', ' + often:42} {told}")
    return "\n".join([*lines, *(f"  VIOLATION {one}" for one in sheet.violations)])


def _sums(sheets: list[Sheet], seconds: float) -> str:
    cut: Counter[str] = Counter()
    for sheet in sheets:
        cut += sheet.cut
    cases = sum(len(sheet.results) for sheet in sheets)
    violations = sum(len(sheet.violations) for sheet in sheets)
    rules = [f"  cut {cut[rule]}: {why}" for rule, why in CUTS.items() if cut[rule]]
    counts = f"{len(sheets)} states and functions, {cases} cases, {violations} violations"
    return "\n".join([f"\n{counts}, {sum(cut.values())} cut, {seconds:.0f} s of CPU", *rules])


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
