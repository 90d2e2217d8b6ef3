"""Alarms for what customers suffer from and no share of requests shows: wrong money, stuck orders, messages
that nobody works on. Each has a page in docs/runbook."""

from collections.abc import Iterable, Mapping

from infra.watch.alarm import AS_IT_WAS, Alarm
from infra.watch.measure import MOST, Measure, of_build, of_function, of_queue, ours

OLDEST = "ApproximateAgeOfOldestMessage"
WAITING = "ApproximateNumberOfMessagesVisible"
ITERATOR_AGE = "IteratorAge"
MEASURED_SECONDS = 300
DAY_SECONDS = 24 * 60 * 60
VALIDATOR = "Validator"
"""The build that judges the monthly restore test; a second region has none."""
AUDIT_SECONDS = 10
"""An audit that finds nothing ends what an earlier one began, unless both are within that time: the metric is
of high resolution (ops/measures.py)."""

TOMORROW = ("MeasureFailures", "JobsFailures", "UpdatesFailures", "NotifyFailures", "NoticesHeldBackFailures")
"""Dead-letter queues for which nobody is woken: no order waits for what is in them."""

LATE = {
    "PackingRequests": ("offers-wait", "Orders are not offered to the warehouse.", 10, True),
    "Warehouse": ("warehouse-silent", "The warehouse does not fetch its orders.", 60, True),
    "PackingResults": ("answers-wait", "The warehouse's answers are not taken.", 10, True),
    "Sayings": ("messages-wait", "Messages between customers and shop are not delivered.", 5, True),
    "NoticesHeldBack": ("notices-wait", "Mails about failed checkouts are not sent.", 60, False),
}
"""Queues that customers wait for: the alarm, what it says, after how many minutes, and whether it wakes."""

BEHIND = {
    "Relay": ("relay-behind", "What follows from orders is late: lists, packing, events, mails.", 5, True),
    "Updates": ("pages-behind", "Open pages are told late.", 5, False),
}
"""Readers of the stream of Orders, likewise."""


def symptoms(
    dead_letters: Mapping[str, str],
    queues: Mapping[str, str],
    readers: Mapping[str, str],
    builds: Mapping[str, str],
) -> list[Alarm]:
    """By the construct's id: names of dead-letter queues, of work queues, of functions that read streams, of
    builds."""
    return [
        *_of_orders(),
        *(_dead_letters(name, queue) for name, queue in sorted(dead_letters.items())),
        *(_late(name, queues[name]) for name in LATE),
        *(_behind(name, readers[name]) for name in BEHIND),
        *(_restore_test(builds[name]) for name in (VALIDATOR,) if name in builds),
    ]


def _of_orders() -> Iterable[Alarm]:
    """A parked order is counted as it happens, and by a job every quarter of an hour while it stands."""
    parked = ("OrdersParked", "ReturnsParked", "RefundsParked", "SubjectsNotSwept")
    counted = [ours(name) for name in parked]
    stuck = ("StuckOrders", "StuckReturns", "StuckRefunds", "SetAside")
    standing = [ours(name, MOST) for name in stuck]
    says = "Orders, returns or refunds stand still until somebody decides."
    yield _any_of("orders-stuck", says, counted + standing, 20)
    says = "Our records and the payment provider's differ, and nothing cures it by itself."
    yield _any_of("money-wrong", says, [ours("PaymentsToOperator"), ours("ReconcileUnfinished")], 60)
    says = "A customer has the bank ask a charge back: the bank wants an answer within days."
    opened = tuple((f"m{n}", ours("Disputes", state=one)) for n, one in enumerate(("INQUIRY", "OPEN")))
    asked = "FILL(m0, 0) + FILL(m1, 0)"
    yield Alarm("disputes-opened", "disputes-opened", says, opened, asked, 0, DAY_SECONDS, False)
    broken = [("m0", ours("AuditViolations", MOST))]
    says = "An audit found a promise broken."
    yield Alarm(
        "promise-broken", "promise-broken", says, tuple(broken), "m0", 0, AUDIT_SECONDS, True, AS_IT_WAS
    )


def _any_of(name: str, says: str, measures: list[Measure], minutes: int) -> Alarm:
    terms = tuple((f"m{number}", one) for number, one in enumerate(measures))
    expression = " + ".join(f"FILL({term}, 0)" for term, _ in terms)
    return Alarm(name, name, says, terms, expression, 0, minutes * 60, True)


def _dead_letters(name: str, queue: str) -> Alarm:
    says = f"Messages ended in {name}: something was tried as often as it is tried, and failed."
    terms = (("m0", of_queue(WAITING, queue)),)
    spoken = spoken_name(name.removesuffix("Failures"))
    wakes = name not in TOMORROW
    return Alarm(f"dead-letters-{spoken}", "dead-letters", says, terms, "m0", 0, MEASURED_SECONDS, wakes)


def _restore_test(build: str) -> Alarm:
    name, says = "restore-test-failed", "What was restored this month is broken, or was not restored at all."
    terms = (("m0", of_build("FailedBuilds", build)),)
    return Alarm(name, name, says, terms, "m0", 0, DAY_SECONDS, False)


def _late(queue: str, called: str) -> Alarm:
    name, says, minutes, wakes = LATE[queue]
    terms = (("m0", of_queue(OLDEST, called)),)
    return Alarm(name, name, says, terms, "m0", minutes * 60, MEASURED_SECONDS, wakes)


def _behind(function: str, called: str) -> Alarm:
    name, says, minutes, wakes = BEHIND[function]
    terms = (("m0", of_function(ITERATOR_AGE, called, MOST)),)
    return Alarm(name, name, says, terms, "m0", minutes * 60 * 1000, MEASURED_SECONDS, wakes)


def spoken_name(construct: str) -> str:
    """`NoticesHeldBack` as `notices-held-back`."""
    return "".join(f"-{one.lower()}" if one.isupper() else one for one in construct).lstrip("-")
