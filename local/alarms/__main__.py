"""`python -m local.alarms [--in MINUTES] [--all]`: which alarms would go off, of the shop that runs here.

Reads the alarms out of the synthesized template, what was measured out of the logs' lines and the queues. One
line an alarm: its state, its name, its value and threshold, its page. Exit 0: none. 1: some. 2: not looked.
"""

import argparse
import sys

from local.alarms.alarms import MetricAlarm
from local.alarms.evaluate import ALARM, UNKNOWN, State
from local.alarms.shop import states
from ops.errors import CommandError
from ops.target import connect


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m local.alarms")
    parser.add_argument(
        "--in", dest="minutes", type=int, default=0, help="minutes ahead, if nothing happens until then"
    )
    parser.add_argument("--all", action="store_true", help="those that are quiet, too")
    options = parser.parse_args(arguments)
    try:
        connect(aws=False)
    except CommandError as wrong:
        print(f"local.alarms: {wrong}", file=sys.stderr)
        return 2
    found = [one for one in states(options.minutes * 60.0).values() if _tells(one)]
    for one in sorted(found, key=lambda one: (one.state, one.alarm.name)):
        if options.all or one.state == ALARM:
            print(_line(one))
    unknown = sum(one.state == UNKNOWN for one in found)
    going = sum(one.state == ALARM for one in found)
    print(
        f"{going} of {len(found)} alarms go off; {unknown} look at what nobody measures here", file=sys.stderr
    )
    return 1 if going else 0


def _tells(one: State) -> bool:
    """A window of an objective tells nobody by itself."""
    return not isinstance(one.alarm, MetricAlarm) or one.alarm.actions


def _line(one: State) -> str:
    value = ""
    if isinstance(one.alarm, MetricAlarm) and one.value is not None:
        value = f"  {one.value:g} (more than {one.alarm.threshold:g} is too much)"
    return f"{one.state:8}{one.alarm.name:32}docs/runbook/{one.alarm.page}.md{value}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
