"""The app as shops deploy it otherwise than by default. Each is synthesized once for all processes, and has
what several tests ask for where one does not change what another looks at: a synthesis takes seconds."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.made_once import made_once
from harness.template import Template, synthesize

STACKS = "stacks.json"
SHOP = "https://shop.example"
ELSEWHERE = (SHOP, "http://localhost:5173")
"""Origins of pages from elsewhere."""
SENDER = "shop@example.com"
OWN_PRICES = "own-prices"
OWN_PRICES_ELSEWHERE = "arn:aws:lambda:eu-west-1:210987654321:function:prices:live"
"""Functions that make a shop's own prices: one of its account, by its name, and an alias of another's."""
ISSUER = {"oidcIssuer": "https://id.example", "oidcAudience": "shop"}


def synthesized_once(factory: pytest.TempPathFactory, name: str, **context: Any) -> Path:
    """The folder of the synthesized app."""
    return made_once(factory, name, _synthesizing(context))


def stacks_in(folder: Path) -> Template:
    return Template(json.loads((folder / STACKS).read_text()))


def _synthesizing(context: dict[str, Any]) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        stacks = synthesize(folder, **context)
        (folder / STACKS).write_text(json.dumps(stacks))

    return make


@pytest.fixture(scope="session")
def behind_cloudfront(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """With all that there may be: the pages' stacks, Valkey for session data, preflights of pages from
    elsewhere."""
    certificate = "arn:aws:acm:us-east-1:123456789012:certificate/c0ffee"
    chosen = {"edge": "cloudfront", "shopUrl": SHOP, "certificateArn": certificate, "sessionStore": "valkey"}
    pages = {"allowOrigins": "https://pages.example"}
    return stacks_in(synthesized_once(tmp_path_factory, "behind-cloudfront", **chosen, **pages))


@pytest.fixture(scope="session")
def outgoing(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Pages from elsewhere may call it, it writes mails, what it sells is packed later, another account makes
    its prices."""
    chosen = {"allowOrigins": list(ELSEWHERE), "mailSender": SENDER, "fulfilment": "on-hold"}
    chosen |= {"quoteFunction": OWN_PRICES_ELSEWHERE}
    return stacks_in(synthesized_once(tmp_path_factory, "outgoing", **chosen))


@pytest.fixture(scope="session")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Released at once, with a note; accounts are another issuer's, prices the shop's own, and one page from
    elsewhere may call."""
    released = {"releases": "at-once", "releaseNote": "again"}
    chosen = {**ISSUER, "oidcNameClaim": "nick", "shopUrl": f"{SHOP}/", "allowOrigins": SHOP}
    chosen |= {"quoteFunction": OWN_PRICES}
    return stacks_in(synthesized_once(tmp_path_factory, "at-once", **released, **chosen))
