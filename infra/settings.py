"""What a deployment may choose, read from CDK context (`cdk deploy -c patience=brisk`)."""

import re
from dataclasses import dataclass
from typing import Any

from constructs import Node


class InvalidSetting(Exception):
    """A context value that cannot be used; the message says what to change."""


@dataclass(frozen=True)
class Patience:
    """How long a customer and a compensation are waited for.

    `compensation_attempts` with backoff from 2 s, doubling up to 900 s: 105 tries are a day.
    `due_seconds`: an order that is undecided for longer is looked after by the sweep.
    """

    customer_action_seconds: int
    compensation_attempts: int
    due_seconds: int


PATIENCE = {
    "standard": Patience(customer_action_seconds=900, compensation_attempts=105, due_seconds=1800),
    "brisk": Patience(customer_action_seconds=30, compensation_attempts=5, due_seconds=60),
}


@dataclass(frozen=True)
class Settings:
    """`stripe_api_base` is empty for Stripe itself; `shop_url` is where a bank sends customers back to;
    `wait_concurrency` is set aside for `Prefer: wait`."""

    patience: Patience
    stripe_api_base: str
    shop_url: str
    stripe_secret_name: str
    wait_concurrency: int


def read_settings(node: Node) -> Settings:
    """Raises InvalidSetting."""
    return Settings(
        patience=_patience(node.try_get_context("patience") or "standard"),
        stripe_api_base=_url("stripeApiBase", node.try_get_context("stripeApiBase") or ""),
        shop_url=_url("shopUrl", node.try_get_context("shopUrl") or ""),
        stripe_secret_name=_secret_name(node.try_get_context("stripeSecretName") or "paidonce/stripe"),
        wait_concurrency=_concurrency(node.try_get_context("waitConcurrency")),
    )


def _patience(name: Any) -> Patience:
    if name not in PATIENCE:
        raise InvalidSetting(f"context patience: one of {', '.join(PATIENCE)}; not {name!r}")
    return PATIENCE[name]


def _url(name: str, value: Any) -> str:
    if not isinstance(value, str) or (value and not re.fullmatch(r"https?://[^\s/]+(/[^\s]*)?", value)):
        raise InvalidSetting(f"context {name}: an http(s) URL or nothing; not {value!r}")
    return value


def _secret_name(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9/_+=.@-]{1,500}", value):
        raise InvalidSetting(f"context stripeSecretName: the name of a secret; not {value!r}")
    return value


def _concurrency(value: Any) -> int:
    if value is None:
        return 20
    if not re.fullmatch(r"[1-9]\d{0,3}", str(value)):
        raise InvalidSetting(f"context waitConcurrency: a whole number from 1 to 9999; not {value!r}")
    return int(str(value))
