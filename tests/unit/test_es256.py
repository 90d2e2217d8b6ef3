"""ES256 against a library that has both halves of it."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.account.es256 import ORDER, PRIME, B, read_key
from functions.account.jwk import NoKey
from harness.issuer import EcKey, encoded, key

TEXT = b"header.payload"
PAIR = EcKey("curve")


def halves(signature: bytes) -> tuple[int, int]:
    return int.from_bytes(signature[:32]), int.from_bytes(signature[32:])


def made_of(r: int, s: int) -> bytes:
    return r.to_bytes(32) + s.to_bytes(32)


def square_root(number: int) -> int | None:
    root = pow(number, (PRIME + 1) // 4, PRIME)
    return root if (root * root - number) % PRIME == 0 else None


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_what_the_key_signed_verifies_and_nothing_else_does(text: bytes) -> None:
    public, signature = read_key(PAIR.jwk), PAIR.signature(text)
    assert public.verifies(text, signature)
    assert not public.verifies(text + b".", signature)
    assert not read_key(EcKey("other").jwk).verifies(text, signature)
    for place in (0, 31, 32, 63):
        changed = bytes(byte ^ (at == place) for at, byte in enumerate(signature))
        assert not public.verifies(text, changed)


@pytest.mark.parametrize("scalar", [1, 2, 3, ORDER - 1, ORDER - 2])
def test_keys_that_meet_the_base_point_on_the_way_verify_too(scalar: int) -> None:
    """The base point itself, which is doubled, and its mirror image, with which it comes to nothing."""
    pair = EcKey("at the edge")
    pair.private = ec.derive_private_key(scalar, ec.SECP256R1())
    for number in range(5):
        text = TEXT + bytes([number])
        assert read_key(pair.jwk).verifies(text, pair.signature(text))


def test_zeros_and_numbers_beyond_the_order_are_refused() -> None:
    public, (r, s) = read_key(PAIR.jwk), halves(PAIR.signature(TEXT))
    for forged in ((0, 0), (0, s), (r, 0), (ORDER, s), (r, ORDER), (ORDER, ORDER), (2**256 - 1, s)):
        assert not public.verifies(TEXT, made_of(*forged)), forged


def test_another_length_or_another_way_of_writing_it_is_refused() -> None:
    public, signature = read_key(PAIR.jwk), PAIR.signature(TEXT)
    der = PAIR.private.sign(TEXT, ec.ECDSA(SHA256()))
    for forged in (der, b"", signature[:-1], signature + b"\0", b"\0" + signature, signature[1:]):
        assert not public.verifies(TEXT, forged)


def test_the_mirror_image_of_a_signature_is_as_good() -> None:
    """A token is known by what it says, and a code is good once, so that it gains nobody anything."""
    r, s = halves(PAIR.signature(TEXT))
    assert read_key(PAIR.jwk).verifies(TEXT, made_of(r, ORDER - s))


@pytest.mark.parametrize(
    "other",
    [
        {"kty": "RSA"},
        {"kty": "oct"},
        {"use": "enc"},
        {"alg": "ES384"},
        {"alg": "HS256"},
        {"crv": "P-384"},
        {"crv": "secp256k1"},
        {"crv": None},
        {"x": None},
        {"x": "*"},
        {"x": 1},
        {"y": encoded(bytes(32))},
        {"x": encoded(bytes(32)), "y": encoded(bytes(32))},
        {"x": encoded(PRIME.to_bytes(32))},
        {"x": encoded(b"\0" * 33)},
        {"y": encoded(b"\1")},
    ],
)
def test_what_is_no_point_of_the_curve_is_no_key(other: dict[str, Any]) -> None:
    with pytest.raises(NoKey):
        read_key(PAIR.jwk | other)


def test_a_number_that_is_written_with_a_byte_too_many_is_no_key() -> None:
    longer = encoded(read_key(PAIR.jwk).x.to_bytes(33))
    with pytest.raises(NoKey):
        read_key(PAIR.jwk | {"x": longer})


def test_a_number_that_is_written_a_turn_too_high_is_no_key() -> None:
    """There is but one way to write a key."""
    x = next(x for x in range(1, 99) if square_root(x**3 - 3 * x + B) is not None)
    y = square_root(x**3 - 3 * x + B)
    assert y is not None
    assert read_key(PAIR.jwk | {"x": encoded(x.to_bytes(32)), "y": encoded(y.to_bytes(32))}).x == x
    with pytest.raises(NoKey):
        read_key(PAIR.jwk | {"x": encoded((x + PRIME).to_bytes(32)), "y": encoded(y.to_bytes(32))})


def test_neither_an_rsa_key_nor_one_of_another_curve_is_read() -> None:
    for jwk in (key("first").jwk, EcKey("longer", ec.SECP384R1()).jwk):
        with pytest.raises(NoKey):
            read_key(jwk)
