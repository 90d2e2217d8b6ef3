"""One run of the sweep over what is overdue: each is looked after by itself, one that cannot be stops nobody.

What cannot be read or handled is set aside: told to an operator, and postponed, so that it does not stand
before the others at every run. What a service did not answer is left where it is, for the next run.
"""

from collections.abc import Callable

from functions.operator import set_aside_store
from functions.order.store import OrderUnknown
from functions.shared import clock, patience
from functions.shared.items import describe
from functions.shared.observe import about, count, logger
from functions.shared.table import ConditionRefused, may_pass

MOST_AT_ONCE = 200
MOST_MET = 1000
"""So many are met, those included that could not be looked after: the run has to end in the function's time.
"""


class Run:
    """How far a run has come. `started` are executions."""

    def __init__(self, sweep: Callable[[str], bool]) -> None:
        self.started = 0
        self._sweep = sweep
        self._met = 0
        self._looked_after = 0
        self._set_aside = 0
        self._failure: Exception | None = None

    @property
    def over(self) -> bool:
        """There is enough for one run: the next goes on."""
        return self._looked_after >= MOST_AT_ONCE or self._met >= MOST_MET

    def meet(self, subject: str) -> None:
        """Look after an order or a return, or say why not."""
        self._met += 1
        with about(subject):
            try:
                self.started += self._sweep(subject)
                self._looked_after += 1
            except OrderUnknown:
                return  # the index lags
            except Exception as failure:  # noqa: BLE001 - whatever is wrong with one, the others go on
                self._leave(subject, failure)

    def end(self) -> None:
        """Raises the last failure if nothing worked: then it is not one order that is broken, and the run is
        to be seen failing."""
        if self._failure is not None and not (self._looked_after or self._set_aside):
            raise self._failure

    def _leave(self, subject: str, failure: Exception) -> None:
        if not may_pass(failure):
            try:
                self._put_aside(subject, describe(failure))
                return
            except Exception as also:  # noqa: BLE001 - as above
                failure = also
        self._failure = failure
        logger.warning("not looked after this time", extra={"subject": subject, "error": describe(failure)})
        count("SubjectsPutOff")

    def _put_aside(self, subject: str, error: str) -> None:
        now = clock.now()
        later = patience.due_at(patience.CHECKOUT_DUE, now)
        try:
            set_aside_store.set_aside(subject, error, clock.timestamp(now), later)
        except ConditionRefused:
            return  # it moved on meanwhile, or another sweep was quicker
        self._set_aside += 1
        logger.error("set aside for an operator", extra={"subject": subject, "error": error})
        count("SubjectsNotSwept")
