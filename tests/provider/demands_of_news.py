"""Demands on how the provider's holds and their changes come to be known: by lists, and by events."""

from time import time

from functions.payment.errors import EventRefused
from tests.provider.demands import Delivery, Demand, Subject, same

LISTED = "holds are listed by time"
SIGNED = "events are signed"
AROUND = 600
"""Seconds that the two clocks may differ by."""


def _list(to: Subject) -> str:
    mine = [to.created().hold_id for _ in range(2)]
    found = [one.hold_id for one in to.provider.list_holds() if one.hold_id in mine]
    return "newest first" if found == mine[::-1] else "in another order"


def _list_by_time(to: Subject) -> str:
    mine, now = {to.created().hold_id for _ in range(2)}, int(time())
    page, _ = to.provider.page_of_holds(now - AROUND, now + AROUND, "")
    before, _ = to.provider.page_of_holds(now - 3 * AROUND, now - 2 * AROUND, "")
    after, _ = to.provider.page_of_holds(now + AROUND, now + 2 * AROUND, "")
    found = mine <= {one.hold_id for one in page}
    elsewhere = mine & {one.hold_id for one in (*before, *after)}
    return f"{'these' if found else 'not these'}, and {'also' if elsewhere else 'not'} at another time"


def _go_on(to: Subject) -> str:
    older, newer = to.created().hold_id, to.created().hold_id
    now = int(time())
    page, _ = to.provider.page_of_holds(now - AROUND, now + AROUND, newer)
    return "with the next" if page and page[0].hold_id == older else "elsewhere"


def _listed_as_read(to: Subject) -> str:
    captured = to.captured(700)
    to.provider.refund_part(captured.hold_id, 100, "ret_1", "listed-" + captured.hold_id)
    listed = next(one for one in to.provider.list_holds() if one.hold_id == captured.hold_id)
    return "as it is read" if listed == to.provider.read_hold(captured.hold_id) else "in another state"


def _event(to: Subject) -> str:
    hold_id, sent = _heard_of(to)
    event = to.provider.read_event(sent.body, sent.headers)
    known = bool(event.event_id) and event.type in to.provider.EVENTS
    return same((event.hold_id, known), (hold_id, True))


def _changed(to: Subject) -> str:
    _, sent = _heard_of(to)
    return to.provider.read_event(sent.body + b" ", sent.headers).type


def _unsigned(to: Subject) -> str:
    _, sent = _heard_of(to)
    return to.provider.read_event(sent.body, {}).type


def _signed_otherwise(to: Subject) -> str:
    (_, one), (_, other) = _heard_of(to), _heard_of(to)
    try:
        return to.provider.read_event(one.body, other.headers).type
    except EventRefused:
        to.provider.read_event(one.body, one.headers)
        raise


def _heard_of(to: Subject) -> tuple[str, Delivery]:
    assert to.delivered is not None
    hold_id = to.confirmed().hold_id
    return hold_id, to.delivered(hold_id)


DEMANDS = [
    Demand(LISTED, "list holds", "newest first", _list),
    Demand(LISTED, "list holds by time", "these, and not at another time", _list_by_time),
    Demand(LISTED, "go on in a list", "with the next", _go_on),
    Demand(LISTED, "what is listed", "as it is read", _listed_as_read),
    Demand(SIGNED, "an event names its hold", "the same", _event, hears=True),
    Demand(SIGNED, "an event that was changed", "EventRefused", _changed, hears=True),
    Demand(SIGNED, "an event that nobody signed", "EventRefused", _unsigned, hears=True),
    Demand(SIGNED, "a signature of something else", "EventRefused", _signed_otherwise, hears=True),
]
