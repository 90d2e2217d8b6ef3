"""The REST API's authorizer: a session token in, an owner out.

API Gateway caches the answer under the Authorization header, for every method and path: the policy
therefore allows the whole stage.
"""

from typing import Any

from functions.session import store
from functions.session.token import InvalidToken, bearer, verify
from functions.shared import clock


def handle(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Raises Exception("Unauthorized"), the exact words that API Gateway answers with 401."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    try:
        token = bearer(headers.get("authorization", ""))
        session = verify(token, store.key_ring(), clock.now())
    except InvalidToken:
        raise Exception("Unauthorized") from None
    return {
        "principalId": session.owner,
        "context": {"owner": session.owner},
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Action": "execute-api:Invoke",
                    "Effect": "Allow",
                    "Resource": _whole_stage(event["methodArn"]),
                }
            ],
        },
    }


def _whole_stage(method_arn: str) -> str:
    api_and_stage = method_arn.split("/")[:2]
    return "/".join(api_and_stage) + "/*"
