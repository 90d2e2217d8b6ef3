"""Whether writes are refused by their conditions."""

from functions.shared.table import ConditionRefused, transact, write
from functions.shared.write import Write


def refused(*changes: Write) -> set[str]:
    """The labels of the writes that are refused (several: in one transaction); empty where none is."""
    try:
        transact(changes) if len(changes) > 1 else write(*changes)
    except ConditionRefused as condition:
        return set(condition.refused)
    return set()
