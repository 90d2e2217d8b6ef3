"""Send on what stands in front of an operator over the way it came."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.operations.errors import AnsweredOtherwise, OperationRefused
from functions.operations.find_stuck import Stopped, answer_of, find, send
from functions.operator import journal_store, set_aside_store
from functions.operator.journal import Entry, Signed
from functions.operator.stop import OperatorAnswer, Remedy
from functions.shared.errors import TransientError
from functions.shared.table import ConditionRefused


def retry_one(subject: str, signed: Signed) -> dict[str, Any]:
    """`{id, status, answer, sweep_due}`: the answer is the one that stands, which the first to answer gave.
    What the sweep had set aside is looked after by the next one, within a minute. Raises OperationRefused."""
    due = set_aside_store.is_marked(subject) and make_due(subject, signed)
    try:
        stopped = find(subject)
    except OperationRefused:
        if due:
            return {"id": subject, "status": None, "answer": None, "sweep_due": True}
        raise
    earlier = stopped.stuck.answer
    if earlier is not None and earlier.remedy is not Remedy.RETRY:
        raise AnsweredOtherwise(f"already answered: {told(earlier)}")
    send(stopped, answer_of(Remedy.RETRY, signed))
    return standing(subject) | {"sweep_due": due}


def standing(subject: str) -> dict[str, Any]:
    """Where it stands, with the answer that counts: another operator may have been quicker. Raises
    OperationRefused."""
    found = find(subject)
    answer = found.stuck.answer
    return {"id": subject, "status": found.status, "answer": answer.as_dict() if answer else None}


def retry_many(subjects: list[str], signed: Signed) -> dict[str, Any]:
    """`{retried, already_answered, failed?}`: one that was answered before is told so, and told again to go
    on. One of several that cannot be sent on is named under `failed`, alone it raises OperationRefused."""
    report: dict[str, Any] = {"retried": [], "already_answered": []}
    for subject in subjects:
        try:
            stopped = find(subject)
            send(stopped, answer_of(Remedy.RETRY, signed))
        except (OperationRefused, ClientError, BotoCoreError, TransientError) as failed:
            if len(subjects) == 1:
                raise
            report.setdefault("failed", []).append({"id": subject, "error": str(failed)})
            continue
        _report(stopped, report)
    return report


def make_due(subject: str, signed: Signed) -> bool:
    """Have the next sweep look after what was set aside; whether that is news: it still was set aside, and
    this very request has not said so before."""
    entry = journal_store.entry(Entry("retry-stuck", subject, signed, {"sweep_due": True}))
    try:
        set_aside_store.make_due(subject, signed.at, entry)
    except ConditionRefused:
        return False
    return True


def told(answer: OperatorAnswer) -> str:
    """An answer in words."""
    why = f" ({answer.why})" if answer.why else ""
    return f"{answer.remedy.value} by {answer.by} at {answer.at}{why}"


def _report(stopped: Stopped, report: dict[str, Any]) -> None:
    earlier = stopped.stuck.answer
    if earlier:
        report["already_answered"].append({"id": stopped.subject} | earlier.as_dict())
    else:
        report["retried"].append(stopped.subject)
