import base64
import json
from datetime import timedelta
from typing import Any

import boto3
import jwt
import pytest

from functions.session import store
from functions.session.authorizer import handle as authorize
from functions.session.token import KeyRing, Session, sign
from functions.shared import clock
from harness.api import allows
from tests.handlers.cloud import KEYS

pytestmark = pytest.mark.usefixtures("cloud")

STAGE = "arn:aws:execute-api:eu-west-1:123456789012:abc/api"
METHOD_ARN = f"{STAGE}/GET/cart/lines"
RING = KeyRing("k2", {"k1": KEYS["k1"], "k2": KEYS["k2"]})
IN_A_DAY = clock.now() + timedelta(days=1)


def token(ring: KeyRing = RING, owner: str = "own_ada", days: float = 1, groups: tuple[str, ...] = ()) -> str:
    expires = IN_A_DAY + timedelta(days=days - 1)
    return sign(Session(owner, "s1", clock.now(), expires, groups), ring)


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def forged(header: Any, claims: Any = None, key: str = KEYS["k2"]) -> str:
    """A token with any header, correctly signed whatever the header says."""
    claims = claims or {"sub": "own_ada", "exp": IN_A_DAY.timestamp()}
    signed = jwt.api_jws.encode(json.dumps(claims).encode(), key, algorithm="HS256")
    return ".".join([part(header), part(claims), signed.split(".")[2]])


def ask(authorization: str | None, name: str = "Authorization") -> dict[str, Any]:
    headers = {} if authorization is None else {name: authorization}
    return authorize({"methodArn": METHOD_ARN, "headers": headers}, None)


def told(answer: dict[str, Any]) -> dict[str, str]:
    """What functions are told of the caller, beside the session, when it began and when its token expires."""
    context = dict(answer["context"])
    assert context.pop("session") == "s1"
    assert int(context.pop("began")) > 0
    assert int(context.pop("expires_at")) == int(IN_A_DAY.timestamp())
    return context


def may(answer: dict[str, Any], call: str) -> bool:
    """Whether the policy, kept from whichever call it was made for, lets this call pass."""
    verb, path = call.split(" ")
    return allows(answer["policyDocument"], f"{STAGE}/{verb}{path}")


def test_a_valid_token_opens_the_whole_stage_but_ops_because_the_answer_is_cached() -> None:
    answer = ask(f"Bearer {token()}")

    assert answer["principalId"] == "own_ada"
    assert told(answer) == {"owner": "own_ada"}
    assert may(answer, "GET /cart")
    assert may(answer, "POST /orders/ord_1/cancel")


@pytest.mark.parametrize("verb", ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
def test_a_customers_cached_policy_lets_nobody_into_ops(verb: str) -> None:
    for groups in ((), ("buyers",), ("operators2",)):
        answer = ask(f"Bearer {token(groups=groups)}")
        assert not may(answer, f"{verb} /ops/orders")
        assert not may(answer, f"{verb} /ops/stuck/ord_1/retry")


@pytest.mark.parametrize("call", ["GET /orders/ops/receipt", "GET /catalog/ops", "PUT /cart/lines/ops"])
def test_what_is_only_called_like_ops_is_open_to_customers(call: str) -> None:
    assert may(ask(f"Bearer {token()}"), call)


def test_an_operators_cached_policy_shuts_them_out_of_nothing() -> None:
    answer = ask(f"Bearer {token(owner='op_ada', groups=('operators', 'cooks'))}")

    assert told(answer) == {"owner": "op_ada", "groups": "operators,cooks"}
    for call in ("GET /ops/orders", "POST /ops/stuck/ord_1/retry", "GET /cart", "POST /checkouts"):
        assert may(answer, call)


def test_groups_that_are_no_list_of_names_are_no_token_of_ours() -> None:
    claims = {"sub": "op_ada", "exp": 2**33, "auth_time": 0, "jti": "s1"}
    for groups in ("operators", ["operators", 7], {"operators": True}):
        header = {"alg": "HS256", "kid": "k2"}
        signed = jwt.encode(claims | {"groups": groups}, KEYS["k2"], algorithm="HS256", headers=header)
        with pytest.raises(Exception, match=r"^Unauthorized$"):
            ask(f"Bearer {signed}")


@pytest.mark.parametrize("name", ["authorization", "AUTHORIZATION"])
@pytest.mark.parametrize("scheme", ["bearer ", "BEARER ", "Bearer  "])
def test_the_case_of_header_and_scheme_does_not_matter(name: str, scheme: str) -> None:
    assert ask(scheme + token(), name)["principalId"] == "own_ada"


def test_a_token_signed_by_the_former_key_is_valid_while_keys_overlap() -> None:
    former = token(KeyRing("k1", RING.keys))
    assert ask(f"Bearer {former}")["principalId"] == "own_ada"


def test_a_token_is_refused_once_its_key_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    rotated = {"k2": KEYS["k2"], "k3": "third-secret-of-at-least-32-bytes"}
    secrets = boto3.client("secretsmanager")
    secrets.put_secret_value(SecretId="session-keys", SecretString=json.dumps(rotated))
    store._cached = None
    try:
        assert ask(f"Bearer {token()}")["principalId"] == "own_ada"
        with pytest.raises(Exception, match=r"^Unauthorized$"):
            ask(f"Bearer {token(KeyRing('k1', RING.keys))}")
    finally:
        store._cached = None
        secrets.put_secret_value(SecretId="session-keys", SecretString=json.dumps(KEYS))


CLAIMS = {"sub": "own_ada", "exp": int(IN_A_DAY.timestamp())}
UNSIGNED = f"{part({'alg': 'none', 'kid': 'k2'})}.{part(CLAIMS)}."
HEAD, MIDDLE, SIGNATURE = token().split(".")
NESTED = base64.urlsafe_b64encode(b"[" * 5000).decode().rstrip("=")


@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param(None, id="no header"),
        pytest.param("", id="empty"),
        pytest.param("Bearer", id="scheme alone"),
        pytest.param("Bearer ", id="no token"),
        pytest.param(f"Basic {token()}", id="another scheme"),
        pytest.param(token(), id="no scheme"),
        pytest.param(f"Bearer {token(days=-1)}", id="expired"),
        pytest.param(f"Bearer {token(days=0)}", id="expiring this second"),
        pytest.param(f"Bearer {HEAD}.{part(CLAIMS | {'sub': 'own_eve'})}.{SIGNATURE}", id="another owner"),
        pytest.param(f"Bearer {HEAD}.{MIDDLE}.{SIGNATURE[::-1]}", id="another signature"),
        pytest.param(f"Bearer {HEAD}.{MIDDLE}.", id="no signature"),
        pytest.param(f"Bearer {UNSIGNED}", id="alg none"),
        pytest.param(f"Bearer {forged({'alg': 'HS512', 'kid': 'k2'})}", id="another algorithm"),
        pytest.param(f"Bearer {forged({'alg': ['HS256'], 'kid': 'k2'})}", id="a list of algorithms"),
        pytest.param(f"Bearer {forged({'alg': 'HS256'})}", id="no key id"),
        pytest.param(f"Bearer {forged({'alg': 'HS256', 'kid': 'k9'})}", id="foreign key id"),
        pytest.param(f"Bearer {forged({'alg': 'HS256', 'kid': 'k1'})}", id="another key's id"),
        pytest.param(f"Bearer {forged({'alg': 'HS256', 'kid': 'signing'}, key='k2')}", id="no key's id"),
        pytest.param(f"Bearer {forged({'alg': 'HS256', 'kid': ['k2']})}", id="key id of another type"),
        pytest.param(f"Bearer {forged({'alg': 'HS256', 'kid': None})}", id="null key id"),
        pytest.param(f"Bearer {forged([])}", id="header is a list"),
        pytest.param(f"Bearer {forged({'alg': 'HS256', 'kid': 'k2'}, {'sub': 'own_ada'})}", id="no expiry"),
        pytest.param(f"Bearer {forged({'alg': 'HS256', 'kid': 'k2'}, {'exp': 2**33})}", id="no owner"),
        pytest.param(f"Bearer {NESTED}.{MIDDLE}.{SIGNATURE}", id="deeply nested header"),
        pytest.param(f"Bearer {'a' * 10_000}", id="overlong"),
        pytest.param("Bearer a.b.c", id="garbage"),
        pytest.param("Bearer \ud800.\ud800.\ud800", id="lone surrogates"),
        pytest.param("Bearer \x00", id="NUL"),
        pytest.param("Bearer 🍕.🍕.🍕", id="emoji"),
    ],
)
def test_whoever_has_no_valid_token_is_unauthorized(authorization: str | None) -> None:
    with pytest.raises(Exception, match=r"^Unauthorized$"):
        ask(authorization)


def test_a_request_without_any_header_is_unauthorized() -> None:
    with pytest.raises(Exception, match=r"^Unauthorized$"):
        authorize({"methodArn": METHOD_ARN, "headers": None}, None)
