"""Who is writing something, in the Live table: item `typing` under `typing#<what>`, for a few seconds.

That somebody is writing is passed on when the item is made, and not again before it has expired.
"""

from datetime import datetime, timedelta

from functions.live.store import TABLE
from functions.shared.table import ConditionRefused, write
from functions.shared.write import Write

TYPING = "typing"
PASSED_ON_EVERY = timedelta(seconds=3)


def begin(what: str, now: datetime) -> bool:
    """Whether somebody begins to write there: nobody has for some seconds."""
    until = int((now + PASSED_ON_EVERY).timestamp())
    item = {"id": f"{TYPING}#{what}", "item": TYPING, "expires_at": until}
    condition = "attribute_not_exists(#id) OR #expires_at <= :now"
    try:
        write(Write.put(TABLE, TYPING, item, condition=condition, values={"now": int(now.timestamp())}))
    except ConditionRefused:
        return False
    return True
