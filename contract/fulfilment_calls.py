"""Calls by warehouses."""

from contract.call import BODY_PROBLEMS, Call, Success
from contract.fulfilment_models import ReportBody, Reported

CALLBACK_ID = {
    "name": "callback_id",
    "in": "path",
    "required": True,
    "description": "From the offer; good until its pack_by",
    "schema": {"type": "string", "minLength": 1},
}

FULFILMENT_CALLS = [
    Call(
        "post",
        "/fulfilments/{callback_id}",
        "reportPacking",
        "A warehouse answers an offer; the id it was offered with is the credential. Again is fine",
        {200: Success(Reported, "Taken")},
        BODY_PROBLEMS | {404: ["not-found"], 409: ["already-decided"], 410: ["offer-expired"]},
        [CALLBACK_ID],
        ReportBody,
        personal=False,
    ),
]
