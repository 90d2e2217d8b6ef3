"""Do something about each of some events, a few at a time; what goes wrong with one stops no other."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from functions.relay.bus import News
from functions.shared.items import describe
from functions.shared.observe import about, count, logger
from functions.shared.table import may_pass

WORKERS = 4
FAILURES = WORKERS
"""After so many that may pass, who is called is taken to be silent: the rest is not begun."""


def work_each(news: Sequence[News], work: Callable[[News], object], undone: str, metric: str) -> list[News]:
    """Those that are worth another try; `undone` says for the log what was not done about them.

    Where nobody answers, every worker waits in vain twice at most, whatever the batch: silence about each
    would outlast the function. One about which it can never be done is reported under `metric` and left out,
    as the others would wait behind it.
    """
    if not news:
        return []
    failures: list[News] = []

    def done(item: News) -> bool:
        if len(failures) >= FAILURES:
            return False
        with about(item.order_id):
            return done_alone(item)

    def done_alone(item: News) -> bool:
        try:
            work(item)
        except Exception as broken:  # noqa: BLE001 - whatever is wrong with one order, the others go on
            if may_pass(broken):
                failures.append(item)
                logger.exception("not done, tried again", extra={"order_id": item.order_id, "undone": undone})
                return False
            error = {"order_id": item.order_id, "undone": undone, "error": describe(broken)}
            logger.error("not done, and cannot be", extra=error)
            count(metric)
        return True

    with ThreadPoolExecutor(WORKERS) as workers:
        finished = list(workers.map(done, news))
    return [item for item, is_done in zip(news, finished, strict=True) if not is_done]
