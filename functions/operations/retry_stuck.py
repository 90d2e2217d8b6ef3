"""Send on what stands in front of an operator over the way it came."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.operations.errors import AnsweredOtherwise, OperationRefused
from functions.operations.find_stuck import Stopped, answer_of, find, send
from functions.operations.sweep_again import sweep_again
from functions.operations.unreadable import set_aside
from functions.operator.journal import Signed
from functions.operator.stop import OperatorAnswer, Remedy
from functions.shared.errors import TransientError


def retry_one(subject: str, signed: Signed) -> dict[str, Any]:
    """`{id, status, answer}`: the answer is the one that stands, which the first to answer gave. What was set
    aside is swept again, too. Raises OperationRefused."""
    aside = set_aside(subject)
    swept = bool(aside) and _swept(subject, signed)
    try:
        stopped = find(subject)
    except OperationRefused:
        if swept:
            return {"id": subject, "status": None, "answer": None, "swept": True}
        raise
    earlier = stopped.stuck.answer
    if earlier is not None and earlier.remedy is not Remedy.RETRY:
        raise AnsweredOtherwise(f"already answered: {told(earlier)}")
    send(stopped, answer_of(Remedy.RETRY, signed))
    return standing(subject) | {"swept": swept}


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


def _swept(subject: str, signed: Signed) -> bool:
    """Raises OperationRefused that says what keeps it."""
    if kept := sweep_again(subject, signed):
        raise OperationRefused(f"{subject} still cannot be looked after ({kept}): mend it first")
    return True
