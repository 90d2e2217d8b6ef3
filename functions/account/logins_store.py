"""Logins in the Sessions table: what session a code opened, so that the same login said again opens no other,
and who logged in, for those who ask for their session.

| session_id | item | what |
|---|---|---|
| `code#<hash of the code and its verifier>` | `login` | the session, for ten minutes |
| `<session's id>` | `login` | whose, the e-mail address if the issuer verified one; as long as the session |
"""

from datetime import UTC, datetime, timedelta
from math import ceil

from functions.session.token import LONGEST_SESSION, Session
from functions.shared import ids
from functions.shared.items import optional, reader, value
from functions.shared.table import ConditionRefused, get, transact
from functions.shared.write import Item, Write

TABLE = "SESSIONS_TABLE"
LOGIN = "login"
REMEMBERED = timedelta(minutes=10)


def find(code: str, code_verifier: str, now: datetime) -> Session | None:
    """The session that this login opened; None if it opened none, or so long ago that it is forgotten."""
    item = get(TABLE, _of_code(code, code_verifier))
    if item is None or item["expires_at"] <= now.timestamp():
        return None
    return _session(item)


def save(
    code: str, code_verifier: str, session: Session, email: str | None, now: datetime, told: list[Write]
) -> Session:
    """Keep the login, in one transaction with what is `told` of it: the session that it opened, which is
    another one where the same login came first. Raises TransientError."""
    opened = _of_code(code, code_verifier) | {
        "owner": session.owner,
        "opened": session.session_id,
        "began": int(session.began.timestamp()),
        "until": int(session.expires_at.timestamp()),
        "groups": list(session.groups),
        **({"follows": session.follows} if session.follows else {}),
        "expires_at": ceil((now + REMEMBERED).timestamp()),
    }
    ends = {"expires_at": ceil((session.began + LONGEST_SESSION).timestamp())}
    person = _of_session(session.session_id) | {"owner": session.owner} | ends
    person |= {"email": email} if email else {}
    absent = "attribute_not_exists(#session_id)"
    writes = [
        Write.put(
            TABLE,
            "code",
            opened,
            condition=f"{absent} OR #expires_at <= :now",
            values={"now": int(now.timestamp())},
        ),
        Write.put(TABLE, "person", person, condition=absent),
    ]
    try:
        transact([*writes, *told])
    except ConditionRefused:
        found = find(code, code_verifier, now)
        if found is None:
            raise
        return found
    return session


def email_of(session_id: str) -> str | None:
    """The address of who logged in to this session, if one is known."""
    item = get(TABLE, _of_session(session_id)) or {}
    email: str | None = item.get("email")
    return email


@reader
def _session(item: Item) -> Session:
    return Session(
        value(item, "owner", str),
        value(item, "opened", str),
        datetime.fromtimestamp(value(item, "began", int), UTC),
        datetime.fromtimestamp(value(item, "until", int), UTC),
        tuple(value(item, "groups", list)),
        optional(item, "follows", str),
    )


def _of_code(code: str, code_verifier: str) -> Item:
    return {"session_id": f"code#{ids.hash_of_code(f'{code}.{code_verifier}')}", "item": LOGIN}


def _of_session(session_id: str) -> Item:
    return {"session_id": session_id, "item": LOGIN}
