import base64
import hmac
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.session.signed_text import MAX_LENGTH, SignatureBroken, read_signed, sign_text
from functions.session.token import KeyRing

RING = KeyRing("k2", {"k1": "first-secret", "k2": "second-secret"})
OWNER = "own_ada"
POSITION = "2026-11-21T12:00:00.000Z#ord_x"
ALPHABET = string.ascii_letters + string.digits + "-_"


@given(st.text(max_size=60), st.text(max_size=20))
def test_what_was_sealed_for_an_owner_is_taken_back_from_it(text: str, owner: str) -> None:
    sealed = sign_text(text, owner, RING)
    assert read_signed(sealed, owner, RING) == text
    assert set(sealed) <= set(ALPHABET)


@given(st.data())
def test_a_seal_that_was_changed_anywhere_is_broken(data: st.DataObject) -> None:
    sealed = sign_text(POSITION, OWNER, RING)
    place = data.draw(st.integers(0, len(sealed) - 1))
    other = data.draw(st.sampled_from(ALPHABET + "=+/é") | st.just(""))
    changed = sealed[:place] + other + sealed[place + 1 :]
    if changed == sealed:
        return
    with pytest.raises(SignatureBroken):
        read_signed(changed, OWNER, RING)


@given(st.text() | st.text(ALPHABET) | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_what_was_never_sealed_is_broken(text: str) -> None:
    with pytest.raises(SignatureBroken):
        read_signed(text, OWNER, RING)


SEAL = sign_text(POSITION, OWNER, RING)


@pytest.mark.parametrize(
    ("sealed", "owner"),
    [
        *((SEAL + suffix, OWNER) for suffix in ("=", "==", "\n", " ", "A", "\ud800")),
        pytest.param(SEAL, "own_eve", id="it is another owner's"),
        pytest.param(sign_text("x" * MAX_LENGTH, OWNER, RING), OWNER, id="it is longer than any seal"),
    ],
)
def test_a_seal_is_taken_whole_and_from_its_owner_alone(sealed: str, owner: str) -> None:
    with pytest.raises(SignatureBroken):
        read_signed(sealed, owner, RING)


def test_a_seal_survives_the_rotation_of_its_key_and_ends_with_its_revocation() -> None:
    sealed = sign_text(POSITION, OWNER, RING)
    assert read_signed(sealed, OWNER, KeyRing("k3", RING.keys | {"k3": "third"})) == POSITION
    with pytest.raises(SignatureBroken):
        read_signed(sealed, OWNER, KeyRing("k1", {"k1": "first-secret"}))


def test_a_seal_is_not_signed_with_a_session_key_itself() -> None:
    """Else whoever is given seals could have tokens signed."""
    sealed = sign_text(POSITION, OWNER, RING)
    signed = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))[:16]
    naive = hmac.digest(b"second-secret", f"{OWNER}\nk2\n{POSITION}".encode(), "sha256")
    assert signed != naive[:16]
