"""The REST API's authorizer of guests, customers and operators: a session token in, an owner and their groups
out.

API Gateway caches the answer under the Authorization header, for every method and path: the policy
therefore speaks for the whole stage. It allows all of it, and denies what lies under /ops to who is no
operator.
"""

from typing import Any

from functions.session.check_session import check_session
from functions.session.groups import OPERATORS, order_of_link
from functions.session.token import InvalidToken, Session, bearer
from functions.shared import clock

INVOKE = "execute-api:Invoke"
OPERATORS_ONLY = "ops"
"""The first part of the paths that are for operators."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
"""Spelled out: in a policy `*/ops/*` would also stand for `GET/orders/ops/receipt`."""


def handle(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Raises Exception("Unauthorized"), the exact words that API Gateway answers with 401."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    try:
        token = bearer(headers.get("authorization", ""))
        session = check_session(token, clock.now())
    except InvalidToken:
        raise Exception("Unauthorized") from None
    return {
        "principalId": session.owner,
        "context": _context_of(session),
        "policyDocument": {"Version": "2012-10-17", "Statement": _statements(session, event["methodArn"])},
    }


def _context_of(session: Session) -> dict[str, str]:
    """What functions are told of the caller; `groups` are separated by commas, and absent without any.
    `order` is there for a session by an order's link alone. `session` is the session's id, `began` when it
    did, `expires_at` when its token ends, both in Unix seconds; `follows` the guest's session that it took
    the place of, if any."""
    groups = {"groups": ",".join(session.groups)} if session.groups else {}
    order_id = order_of_link(session.owner)
    told = {
        "owner": session.owner,
        "session": session.session_id,
        "began": str(int(session.began.timestamp())),
        "expires_at": str(int(session.expires_at.timestamp())),
    }
    follows = {"follows": session.follows} if session.follows else {}
    return told | groups | follows | ({"order": order_id} if order_id else {})


def _statements(session: Session, method_arn: str) -> list[dict[str, Any]]:
    stage = "/".join(method_arn.split("/")[:2])
    allowed = {"Action": INVOKE, "Effect": "Allow", "Resource": f"{stage}/*"}
    if OPERATORS in session.groups:
        return [allowed]
    closed = [f"{stage}/{method}/{OPERATORS_ONLY}/*" for method in METHODS]
    return [allowed, {"Action": INVOKE, "Effect": "Deny", "Resource": closed}]
