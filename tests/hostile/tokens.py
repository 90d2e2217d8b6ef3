"""Session tokens that are none: each is made from a good one, or from what the format allows."""

import base64
import hashlib
import hmac
import json
from typing import Any


def forged(token: str) -> dict[str, str]:
    """By what is wrong with it: values of the Authorization header."""
    head, claims, signature = token.split(".")
    header, said = _read(head), _read(claims)
    operator = said | {"sub": "op_ada", "groups": ["operators"]}
    tokens = {
        "another owner": _join(header, said | {"sub": "own_" + "a" * 32}, signature),
        "another session": _join(header, said | {"jti": "a" * 16}, signature),
        "in the group of operators": _join(header, operator, signature),
        "never expires": _join(header, said | {"exp": 10**12}, signature),
        "signed by nothing": _join(header | {"alg": "none"}, operator, ""),
        "signed by nothing, in capitals": _join(header | {"alg": "NONE"}, operator, ""),
        "said to be of another kind of key": _join(header | {"alg": "RS256"}, operator, signature),
        "signed with nothing for a key": _signed(header, operator, b""),
        "signed with the key's name": _signed(header, operator, str(header["kid"]).encode()),
        "signed with a key that it brings": _signed(
            header | {"jwk": {"kty": "oct", "k": "QQ"}, "jku": "https://keys.example"}, operator, b"A"
        ),
        "of no key": _signed({"alg": "HS256"}, operator, b""),
        "of a key that is no text": _signed(header | {"kid": ["k1"]}, operator, b""),
        "of a key in a file": _signed(header | {"kid": "../../../dev/null"}, operator, b""),
        "cut": token[:-1],
        "without a signature": f"{head}.{claims}.",
        "twice": f"{token}.{token}",
        "with a byte changed": f"{head}.{claims}.{_other(signature[0])}{signature[1:]}",
        "deep": _join(header, {"sub": json.loads("[" * 90 + "]" * 90)}, signature),
        "long": f"{head}.{claims}.{'A' * 4000}",
        "no token": "null",
        "a number of an owner": said["sub"],
    }
    return {name: f"Bearer {one}" for name, one in tokens.items()} | {
        "of another scheme": f"Basic {token}",
        "with nothing before it": token,
        "two of them": f"Bearer {token}, Bearer {token}",
        "empty": "",
    }


def _read(part: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def _part(thing: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(thing, separators=(",", ":")).encode()).decode().rstrip("=")


def _join(header: Any, claims: Any, signature: str) -> str:
    return f"{_part(header)}.{_part(claims)}.{signature}"


def _signed(header: Any, claims: Any, key: bytes) -> str:
    text = f"{_part(header)}.{_part(claims)}"
    made = hmac.new(key, text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"


def _other(letter: str) -> str:
    return "B" if letter == "A" else "A"
