"""Whoever means harm finds nothing: forged tokens, other people's ids, a warehouse's answer said again.

`make hostile` does more of it, beside thousands of made-up requests (tests/hostile).
"""

import pytest

from tests.e2e.shop import Buyer, Shop
from tests.hostile.logins import kept
from tests.hostile.replays import callbacks, sockets
from tests.hostile.sessions import customers_refused, pages_from_elsewhere_refused, signed_out_refused
from tests.hostile.strangers import ids_refused, tokens_refused
from tests.hostile.tokens import forged
from tests.hostile.victim import Victim, victim_of


@pytest.fixture(scope="module")
def victim(shop: Shop) -> Victim:
    return victim_of(shop)


@pytest.fixture(scope="module")
def stranger(shop: Shop) -> Buyer:
    return shop.buyer()


def test_a_forged_token_is_none_on_every_call(shop: Shop, victim: Victim) -> None:
    assert not list(tokens_refused(shop, victim, forged(victim.buyer.token), every=9))


def test_who_has_signed_out_is_refused_on_every_call(shop: Shop, victim: Victim) -> None:
    assert not list(signed_out_refused(shop, victim))


def test_a_customer_is_refused_on_every_call_of_the_operators(
    shop: Shop, victim: Victim, stranger: Buyer
) -> None:
    assert not list(customers_refused(shop, victim, stranger))


def test_a_page_from_elsewhere_changes_nothing_by_a_cookie(shop: Shop, victim: Victim) -> None:
    assert not list(pages_from_elsewhere_refused(shop, victim, victim.buyer.token))


def test_anothers_ids_are_answered_as_ids_that_stand_for_nothing(
    shop: Shop, victim: Victim, stranger: Buyer
) -> None:
    assert not list(ids_refused(shop, victim, stranger))


def test_what_a_warehouse_said_stands(shop: Shop, victim: Victim) -> None:
    assert not list(callbacks(shop, victim))


def test_a_socket_tells_nobody_of_others(shop: Shop, victim: Victim, stranger: Buyer) -> None:
    assert not list(sockets(shop, victim, stranger))


def test_what_a_session_keeps_is_no_other_sessions(shop: Shop, victim: Victim, stranger: Buyer) -> None:
    assert not list(kept(shop, victim, stranger))
