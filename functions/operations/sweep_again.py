"""What the sweep could not look after is swept again, once it was mended."""

from functions.operator import journal_store, set_aside_store
from functions.operator.journal import Entry, Signed
from functions.recovery.sweep_orders import sweep
from functions.shared.items import describe
from functions.shared.table import may_pass


def sweep_again(subject: str, signed: Signed) -> str:
    """Have it looked after now. Empty if that worked, else what keeps it. Raises what a service did not
    answer."""
    try:
        sweep(subject)
    except Exception as failure:
        if may_pass(failure):
            raise
        return describe(failure)
    # The mark may stand beside what was written anew.
    set_aside_store.clear(
        subject, journal_store.entry(Entry("retry-stuck", subject, signed, {"swept": True}))
    )
    return ""
