"""An issuer of accounts in this process: a discovery document, keys, codes, and ID tokens that it signs."""

import base64
import itertools
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from typing import Any
from unittest.mock import patch

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from functions.account import issuer as gateway
from functions.account.id_token import nonce_of
from functions.account.log_in import CUSTOMERS_PAGE, OPERATORS_PAGE
from functions.session.groups import CUSTOMERS, OPERATORS
from functions.shared import clock

HOST = "https://issuer.test"
GOOD_FOR = 300


class Key:
    """A key pair with an id."""

    def __init__(self, key_id: str, bits: int = 2048) -> None:
        self.key_id = key_id
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=bits)

    @property
    def jwk(self) -> dict[str, Any]:
        numbers = self.private.public_key().public_numbers()
        size = (numbers.n.bit_length() + 7) // 8
        public = {"n": encoded(numbers.n.to_bytes(size)), "e": encoded(numbers.e.to_bytes(3))}
        return {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.key_id} | public

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        """A token; `header` is put over the usual one."""
        text = unsigned({"alg": "RS256", "kid": self.key_id} | header, claims)
        return f"{text}.{encoded(self.private.sign(text.encode(), padding.PKCS1v15(), SHA256()))}"


class EcKey:
    """A key pair of a curve, P-256 if no other is named, with an id."""

    def __init__(self, key_id: str, curve: ec.EllipticCurve | None = None) -> None:
        self.key_id = key_id
        self.private = ec.generate_private_key(curve or ec.SECP256R1())
        self.size = (self.private.key_size + 7) // 8

    @property
    def jwk(self) -> dict[str, Any]:
        numbers = self.private.public_key().public_numbers()
        public = {"x": encoded(numbers.x.to_bytes(self.size)), "y": encoded(numbers.y.to_bytes(self.size))}
        name = {256: "P-256", 384: "P-384"}[self.private.key_size]
        return {"kty": "EC", "crv": name, "use": "sig", "kid": self.key_id} | public

    def signature(self, text: bytes) -> bytes:
        r, s = decode_dss_signature(self.private.sign(text, ec.ECDSA(SHA256())))
        return r.to_bytes(self.size) + s.to_bytes(self.size)

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        """A token; `header` is put over the usual one."""
        text = unsigned({"alg": "ES256", "kid": self.key_id} | header, claims)
        return f"{text}.{encoded(self.signature(text.encode()))}"


@cache
def key(key_id: str) -> Key:
    """Made once a process: it takes a tenth of a second."""
    return Key(key_id)


def unsigned(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """What a token's signature is made for."""
    return f"{encoded(json.dumps(header).encode())}.{encoded(json.dumps(claims).encode())}"


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Issuer:
    """Stands in the place of the gateway's `send`. A code is good once, with its verifier and its redirect.

    `claims` are put over those of every token, `keys` are those that it publishes, `signs` the one that
    signs; `forged` is answered in place of what it would sign; `down` answers nothing. `asked` are the URLs
    that were asked for.
    """

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.reset()

    def reset(self) -> None:
        self.keys: list[Key | EcKey] = [key("first")]
        self.signs: Key | EcKey = key("first")
        self.claims: dict[str, Any] = {}
        self.forged: str | None = None
        self.down = False
        self.asked: list[str] = []
        self._codes: dict[str, tuple[dict[str, str], dict[str, Any]]] = {}

    def snapshot(self) -> Any:
        """The codes that are not spent."""
        return dict(self._codes)

    def restore(self, codes: Any) -> None:
        self._codes = dict(codes)

    def claims_of(self, login: dict[str, str]) -> dict[str, Any]:
        """What the ID token for this code says."""
        return self._codes[login["code"]][1]

    def login(self, name: str, *groups: str, origin: str = "http://localhost:8000") -> dict[str, str]:
        """What POST /sessions/login takes after this account has logged in; an operator's comes from the
        console."""
        page = OPERATORS_PAGE if OPERATORS in groups else CUSTOMERS_PAGE
        number = next(self._numbers)
        verifier = f"verifier-{number:0>40}"
        body = {"code": f"code-{number}", "code_verifier": verifier, "redirect_uri": origin + page}
        self._codes[body["code"]] = (body, self._claims(name, groups or (CUSTOMERS,), verifier))
        return body

    def send(self, method: str, url: str, fields: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
        self.asked.append(url)
        if self.down:
            raise gateway.IssuerSilent("down")
        if url == os.environ["OIDC_DISCOVERY"]:
            return 200, self._document()
        if url == f"{HOST}/keys":
            return 200, {"keys": [one.jwk for one in self.keys]}
        assert (method, url) == ("POST", f"{HOST}/token"), url
        return self._exchange(fields or {})

    @contextmanager
    def connected(self) -> Iterator["Issuer"]:
        with patch.object(gateway, "send", self.send):
            yield self

    def _exchange(self, fields: dict[str, str]) -> tuple[int, dict[str, Any]]:
        body, claims = self._codes.get(fields["code"], ({}, {}))
        same = all(fields[name] == given for name, given in body.items())
        if not body or not same or fields["client_id"] != os.environ["OIDC_CLIENT_ID"]:
            return 400, {"error": "invalid_grant"}
        del self._codes[fields["code"]]
        return 200, {"id_token": self.forged or self.signs.sign(claims | self.claims)}

    def _claims(self, name: str, groups: tuple[str, ...], verifier: str) -> dict[str, Any]:
        now = int(clock.now().timestamp())
        return {
            "iss": os.environ["OIDC_ISSUER"],
            "aud": os.environ["OIDC_CLIENT_ID"],
            "sub": sha256(name.encode()).hexdigest()[:32],
            "iat": now,
            "exp": now + GOOD_FOR,
            "nonce": nonce_of(verifier),
            "token_use": "id",
            "email": f"{name}@example.com",
            "email_verified": True,
            os.environ["OIDC_GROUPS_CLAIM"]: list(groups),
            os.environ["OIDC_NAME_CLAIM"]: name,
        }

    def _document(self) -> dict[str, str]:
        return {
            "issuer": os.environ["OIDC_ISSUER"],
            "authorization_endpoint": f"{HOST}/authorize",
            "token_endpoint": f"{HOST}/token",
            "jwks_uri": f"{HOST}/keys",
            "end_session_endpoint": f"{HOST}/logout",
        }
