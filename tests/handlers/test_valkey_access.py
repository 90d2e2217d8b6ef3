"""How a function shows Valkey who it is: by a signed token, over TLS, as a user who may do little else."""

import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from functions.session import valkey, valkey_store, valkey_token
from functions.session.resp import Refused
from functions.session.session_store import StoreSilent
from functions.shared import clock
from infra.stacks.cache import ACCESS, NAME, USER
from local.session_cache.server import Server, free_port
from tests.handlers.keepers import need_server, said_to

NOW = datetime(2026, 11, 27, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def role(monkeypatch: pytest.MonkeyPatch) -> Credentials:
    """A function's credentials, as Lambda gives them."""
    given = Credentials("AKIDEXAMPLE", "not+a/secret", "session/token+of=somebody")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", given.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", given.secret_key)
    monkeypatch.setenv("AWS_SESSION_TOKEN", given.token)
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("SESSION_CACHE_NAME", NAME)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return given


def by_botocore(role: Credentials, monkeypatch: pytest.MonkeyPatch) -> str:
    """The token as AWS's own library signs it."""
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: NOW.replace(tzinfo=None))
    asked = {"Action": "connect", "User": USER, "ResourceType": "ServerlessCache"}
    request = AWSRequest("GET", f"https://{NAME}/", params=asked)
    SigV4QueryAuth(role, "elasticache", "eu-west-1", expires=900).add_auth(request)
    return str(request.url).removeprefix("https://")


def parts(token: str) -> set[str]:
    """In no order: signatures are made over the parameters sorted by name."""
    return set(token.replace("/?", "&").split("&"))


def test_the_token_is_the_one_that_awss_library_signs(
    role: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parts(valkey_token.make(USER, NOW)) == parts(by_botocore(role, monkeypatch))


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=localhost",
    ]
    made += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(made, check=True, capture_output=True, timeout=60)
    return key, cert


@pytest.fixture
def guarded(
    role: Credentials, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Server]:
    """A server over TLS, where the user of the stack has the stack's rights and this very token."""
    need_server()
    key, cert = certificate
    server = Server()
    server.start()
    said_to(server.port, "ACL", "SETUSER", USER, *ACCESS.split(), f">{valkey_token.make(USER, NOW)}")
    said_to(server.port, "CONFIG", "SET", "tls-key-file", str(key), "tls-cert-file", str(cert),
            "tls-ca-cert-file", str(cert), "tls-auth-clients", "no")  # fmt: skip
    secure = free_port()
    assert said_to(server.port, "CONFIG", "SET", "tls-port", secure) == b"OK"
    valkey.forget()
    monkeypatch.setenv("SESSION_CACHE", f"localhost:{secure}")
    monkeypatch.setenv("SESSION_CACHE_USER", USER)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    yield server
    valkey.forget()
    server.stop()


def test_with_the_stacks_rights_it_can_do_all_that_it_does(guarded: Server) -> None:
    valkey_store.store("s1", "own_ada", '{"a":1}', NOW)
    said_to(guarded.port, "EXPIRE", "session:s1", 1000)

    assert valkey_store.retrieve("s1", NOW) == '{"a":1}'
    assert int(str(said_to(guarded.port, "TTL", "session:s1"))) > 1000
    valkey_store.delete("s1", NOW)
    assert valkey_store.retrieve("s1", NOW) is None


@pytest.mark.parametrize(
    "words",
    [
        ("KEYS", "*"),
        ("FLUSHALL",),
        ("GET", "session:s1"),
        ("HGET", "other:s1", "data"),
        ("CONFIG", "GET", "*"),
    ],
)
def test_and_nothing_else(guarded: Server, words: tuple[str, ...]) -> None:
    with pytest.raises(StoreSilent) as silent:
        valkey.call(words)

    assert isinstance(silent.value.__cause__, Refused)
    assert silent.value.__cause__.kind == "NOPERM"


def test_another_token_is_refused(guarded: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")

    with pytest.raises(StoreSilent) as silent:
        valkey_store.retrieve("s1", NOW)

    assert str(silent.value.__cause__).startswith("WRONGPASS")


def test_a_server_that_is_not_who_it_says_is_told_nothing(
    guarded: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(StoreSilent) as silent:
        valkey_store.retrieve("s1", NOW)

    assert isinstance(silent.value.__cause__, ssl.SSLCertVerificationError)
