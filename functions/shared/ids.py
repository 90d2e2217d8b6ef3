"""Identifiers: random where nothing determines them, derived where a repeat must meet itself."""

import base64
import hashlib
import json
import re
import secrets
from typing import Any

_OWNER = re.compile(r"own_[A-Za-z0-9]{1,64}")
_ORDER_ID = re.compile(r"ord_[a-z2-7]{32}")
_ENDING = re.compile(r"[a-z2-7]{4}")
_JOB_ID = re.compile(r"job_[a-z2-7]{32}")
_REFUND_ID = re.compile(r"[A-Za-z0-9_]{1,64}")
_RETURN_ID = re.compile(r"ret_([a-z2-7]{32})_[a-z2-7]{8}")
_AMOUNT_REFUND_ID = re.compile(r"rfd_([a-z2-7]{32})_[a-z2-7]{8}")


def new_owner() -> str:
    """An owner of carts and orders: 128 random bits, meaningless to anyone else."""
    return "own_" + _text(secrets.token_bytes(16))


def is_owner(text: str) -> bool:
    """Whether this can name an owner at all."""
    return _OWNER.fullmatch(text) is not None


def owner_of_account(issuer: str, subject: str) -> str:
    """The owner that an account at an issuer of accounts is, on every machine and at every login."""
    return "own_" + _text(hashlib.sha256(f"account\n{issuer}\n{subject}".encode()).digest()[:16])


def new_session() -> str:
    """A session, to be told from all others: 80 random bits."""
    return _text(secrets.token_bytes(10))


def first_session(owner: str, expires: int) -> str:
    """The session that a token stands for which names none, by whose it is and when it expires."""
    return _text(hashlib.sha256(f"{owner}\n{expires}".encode()).digest()[:10])


def order_id(owner: str, idempotency_key: str) -> str:
    """The order that this owner's key stands for: the same pair names the same order on every machine.

    Letters and digits only, 36 characters, so that it can name an execution (at most 80 characters).
    """
    return "ord_" + _text(hashlib.sha256(f"{owner}\n{idempotency_key}".encode()).digest()[:20])


def is_order_id(text: str) -> bool:
    """Whether this can name an order at all: a key that is longer than DynamoDB takes would be an error."""
    return _ORDER_ID.fullmatch(text) is not None


def ending(order_id: str) -> str:
    """What people call an order by: its last four characters, one in a million."""
    return order_id[-4:]


def is_ending(text: str) -> bool:
    """Whether an order's id can end so."""
    return _ENDING.fullmatch(text) is not None


def return_id(order_id: str, asked: str) -> str:
    """The return of this order that a request stands for: it names its order, and an execution too.

    `asked` is what tells the request from the order's other ones.
    """
    return _part_of(order_id, "ret", asked)


def order_of_return(text: str) -> str | None:
    """The id of the order that a return's id names; None for what can name no return at all."""
    found = _RETURN_ID.fullmatch(text)
    return f"ord_{found[1]}" if found else None


def amount_refund_id(order_id: str, asker: str, idempotency_key: str) -> str:
    """The refund of an amount of this order that an operator's request asks for: it names its order, an
    execution, and itself at the payment provider."""
    return _part_of(order_id, "rfd", digest([asker, idempotency_key]))


def order_of_amount_refund(text: str) -> str | None:
    """The id of the order that such a refund's id names; None for what can name none at all."""
    found = _AMOUNT_REFUND_ID.fullmatch(text)
    return f"ord_{found[1]}" if found else None


def order_of_part(text: str) -> str | None:
    """The id of the order that a return or a refund of an amount is of; None for what can name neither."""
    return order_of_return(text) or order_of_amount_refund(text)


def _part_of(order_id: str, kind: str, asked: str) -> str:
    known = _text(hashlib.sha256(f"{order_id}\n{asked}".encode()).digest()[:5])
    return f"{kind}_{order_id.removeprefix('ord_')}_{known}"


def merged_line_id(guest: str, line_id: str, said: Any) -> str:
    """What a guest's line is called in a cart where its own line_id means something else: the same line has
    the same name on every machine."""
    return "merged-" + digest({"guest": guest, "line_id": line_id, "said": said})


def email_key(email: str) -> str:
    """What an e-mail address is looked up by, however it is written in capitals: the address itself is a key
    nowhere."""
    return _text(hashlib.sha256(f"e-mail\n{email.strip().lower()}".encode()).digest()[:20])


def digest(body: Any) -> str:
    """A fingerprint of a JSON value that does not depend on the order of its keys."""
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return _text(hashlib.sha256(canonical.encode()).digest()[:20])


def new_ticket() -> str:
    """What opens a connection, once: 160 random bits."""
    return "tkt_" + _text(secrets.token_bytes(20))


def new_receipt() -> str:
    return "rcp_" + _text(secrets.token_bytes(12))


def receipt_of(asker: str, idempotency_key: str) -> str:
    """The receipt that an operator's request signs: a repeat of the request meets it."""
    return "rcp_" + digest([asker, idempotency_key])


def change_id(asker: str, idempotency_key: str) -> str:
    """What one request of an operator's is remembered under."""
    return digest([asker, idempotency_key])


def job_id(asker: str, idempotency_key: str) -> str:
    """The job that one request of an operator's asks for: a repeat of the request meets it."""
    return "job_" + digest([asker, idempotency_key])


def receipt_of_job(job_id: str) -> str:
    """The receipt that a job signs, whoever works on it, and however often."""
    return "rcp_" + job_id.removeprefix("job_")


def is_job_id(text: str) -> bool:
    """Whether this can name a job at all."""
    return _JOB_ID.fullmatch(text) is not None


def is_refund_id(text: str) -> bool:
    """Whether the provider can name a refund so."""
    return _REFUND_ID.fullmatch(text) is not None


def new_entry() -> str:
    """Tells entries of the journal, or attempts, of one millisecond from each other."""
    return _text(secrets.token_bytes(5))


def hash_of_code(code: str) -> str:
    """What is stored of a code, and found by who has the code alone."""
    return hashlib.sha256(code.encode()).hexdigest()


def new_batch() -> str:
    """Gift codes that were issued together."""
    return "bat_" + _text(secrets.token_bytes(5))


def new_photo() -> str:
    return "pho_" + _text(secrets.token_bytes(10))


def new_key() -> str:
    """A provider idempotency key for a call that is safe to repeat under another key."""
    return _text(secrets.token_bytes(16))


def new_session_key() -> tuple[str, str]:
    """A key's id, which every token carries and anyone may read, and its secret of 256 bits."""
    return "k" + _text(secrets.token_bytes(5)), secrets.token_urlsafe(32)


def _text(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()


def execution(subject: str, run: int) -> str:
    """The name of a subject's `run`-th execution: its id, then `-2`, `-3` for each new start."""
    return subject if run == 1 else f"{subject}-{run}"


def subject_and_run(execution: str) -> tuple[str, int]:
    """What an execution is about, and which of its runs it is, by its name."""
    subject, _, run = execution.partition("-")
    return subject, int(run) if run else 1
