"""Guests who log in: their sessions, and merging their carts."""

from dataclasses import dataclass

from tests.handlers.shop import Reply, Shop

ME = "own_ada"


@dataclass(frozen=True)
class Guest:
    owner: str
    token: str


def new_guest(shop: Shop) -> Guest:
    session = shop.call("POST /sessions").body
    return Guest(session["owner"], session["token"])


def merge(shop: Shop, guest: Guest, owner: str = ME) -> Reply:
    return shop.call("POST /cart/merge", {"token": guest.token}, owner=owner)


def line_ids(shop: Shop, owner: str = ME) -> list[str]:
    return [line["line_id"] for line in shop.cart(owner)["lines"]]
