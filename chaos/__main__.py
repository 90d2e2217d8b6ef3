"""`make chaos`: a shop that is troubled on purpose, and must keep its promises all the same.

Environment: SEED repeats a run's plan (default: a new one, printed), DURATION is how long customers come, in
seconds (default 45), RATE how many a second (default 2). Exit status: 0 if every promise was kept, 1 if not,
2 if it could not be played as asked.
"""

import secrets
import sys

from chaos.conduct import Conductor, Played
from chaos.plan import Plan, make_plan
from chaos.verdict import ends, violations
from local.given import BadSetting, number
from local.running import DidNotStart
from local.settings import ROOT

HOME = ROOT / ".local-chaos"
MOST_SEED = 2**32


def main() -> int:
    try:
        plan = _plan()
        say(f"SEED={plan.seed}")
        played = Conductor(plan, HOME, say).play()
    except (BadSetting, DidNotStart) as wrong:
        say(f"chaos: {wrong}")
        return 2
    found = violations(played)
    print(report(plan, played, found))
    return 1 if found else 0


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def report(plan: Plan, played: Played, found: list[str]) -> str:
    lines = [f"SEED={plan.seed}: {len(plan.visits)} customers, {len(played.orders)} orders"]
    lines += [f"  {count:5} {end}" for end, count in sorted(ends(played).items())]
    lines.append("Trouble")
    lines += [f"  {count:5} {kind}" for kind, count in sorted(played.trouble.made.items())]
    lines += [f"  {count:5} {kind}, nothing there" for kind, count in sorted(played.trouble.missed.items())]
    lines.append(f"  {played.door.away:5} calls repeated because the shop was away")
    desk = played.desk
    answers = sum(map(len, desk.said.values()))
    lines.append(
        f"The operator looked {desk.looks} times, answered {answers}, decided {len(desk.decided)} returns,"
        f" gave back {len(desk.refunded)} amounts, sent on {len(desk.retried)}"
    )
    lines.append("Violations: " + (str(len(found)) if found else "none"))
    return "\n".join([*lines, *(f"  {one}" for one in found)])


def _plan() -> Plan:
    seed = number("SEED", secrets.randbelow(MOST_SEED), 0, MOST_SEED)
    seconds, rate = number("DURATION", 45, 5, 3600), number("RATE", 2, 0.1, 20)
    return make_plan(int(seed), seconds=seconds, rate=rate)


if __name__ == "__main__":
    sys.exit(main())
