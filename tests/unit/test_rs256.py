"""RS256 against a library that has both halves of it."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.account.jwk import NoKey, decode
from functions.account.rs256 import read_key
from harness.issuer import Key, encoded, key

TEXT = b"header.payload"


def signed(text: bytes = TEXT) -> bytes:
    return key("first").private.sign(text, padding.PKCS1v15(), SHA256())


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_what_the_key_signed_verifies_and_nothing_else_does(text: bytes) -> None:
    public, signature = read_key(key("first").jwk), signed(text)
    assert public.verifies(text, signature)
    assert not public.verifies(text + b".", signature)
    assert not read_key(key("other").jwk).verifies(text, signature)
    assert not public.verifies(text, signature[:-1] + bytes([signature[-1] ^ 1]))


def test_another_hash_another_padding_or_another_length_is_refused() -> None:
    private, public = key("first").private, read_key(key("first").jwk)
    for signature in (
        private.sign(TEXT, padding.PKCS1v15(), SHA1()),  # noqa: S303 - that is the point
        private.sign(TEXT, padding.PSS(padding.MGF1(SHA256()), 32), SHA256()),
        signed() + b"\0",
        b"\0" + signed(),
        signed()[1:],
        b"",
        (int.from_bytes(signed()) + public.modulus).to_bytes(257),
    ):
        assert not public.verifies(TEXT, signature)


def test_a_signature_made_for_a_small_exponent_by_a_root_is_refused() -> None:
    """As Bleichenbacher's forgery of 2006: right padding in front, what is left over behind."""
    public = read_key(key("first").jwk | {"e": encoded((3).to_bytes(1))})
    head = b"\x00\x01\xff\xff\xff\xff\xff\xff\xff\xff\x00" + bytes.fromhex(
        "3031300d060960864801650304020105000420"
    )
    target = int.from_bytes(head + b"\0" * (256 - len(head)))
    root = 1 << ((target.bit_length() + 2) // 3)
    while root**3 > target:
        root = (2 * root + target // root**2) // 3
    assert not public.verifies(TEXT, (root + 1).to_bytes(256))


@pytest.mark.parametrize(
    "other",
    [
        {"kty": "EC"},
        {"kty": "oct"},
        {"use": "enc"},
        {"alg": "RS512"},
        {"alg": "HS256"},
        {"n": None},
        {"n": "*"},
        {"n": encoded(b"\x01" * 100)},
        {"n": encoded(b"\xff" * 2000)},
        {"e": encoded(b"\x01")},
        {"e": encoded(b"\x02")},
        {"e": 65537},
    ],
)
def test_what_is_no_key_for_rs256_or_too_weak_a_one_is_none(other: dict[str, Any]) -> None:
    with pytest.raises(NoKey):
        read_key(key("first").jwk | other)


def test_a_key_of_1024_bits_is_too_weak() -> None:
    with pytest.raises(NoKey):
        read_key(Key("weak", 1024).jwk)


@pytest.mark.parametrize("text", ["*", "a", "aé", "a+b/", "YQ=="])
def test_what_is_not_written_as_base64_of_urls_is_none(text: str) -> None:
    assert decode("YQ") == b"a"
    with pytest.raises(ValueError, match="base64url"):
        decode(text)
