"""What a deployment may choose, and what it is told when it chooses wrongly."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from constructs import Node

from infra.patience import PATIENCE
from infra.settings import InvalidSetting, read_settings


def node(**values: Any) -> Node:
    """As much of a construct's node as settings are read with."""
    return cast(Node, SimpleNamespace(try_get_context=values.get))


def test_without_any_choice_the_shop_is_patient_and_talks_to_stripe_itself() -> None:
    settings = read_settings(node())

    assert settings.patience == PATIENCE["standard"]
    assert settings.currency == "EUR"
    assert settings.stripe_api_base == ""
    assert settings.stripe_secret_name == "paidonce/stripe"
    assert settings.wait_concurrency == 20
    assert (settings.mail_sender, settings.outbox_folder) == ("", "")


def test_every_choice_is_taken() -> None:
    settings = read_settings(
        node(
            patience="brisk",
            currency="BHD",
            stripeApiBase="http://127.0.0.1:8000/sandbox",
            stripeSecretName="other/keys",
            waitConcurrency="5",
        )
    )

    assert settings.patience == PATIENCE["brisk"]
    assert settings.currency == "BHD"
    assert settings.stripe_api_base == "http://127.0.0.1:8000/sandbox"
    assert settings.stripe_secret_name == "other/keys"
    assert settings.wait_concurrency == 5


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("https://shop.example", ("https://shop.example",)),
        ("https://a.example, http://localhost:5173", ("https://a.example", "http://localhost:5173")),
        (["https://a.example", "https://a.example"], ("https://a.example",)),
        ("http://[::1]:8000", ("http://[::1]:8000",)),
        ("", ()),
        ([], ()),
    ],
)
def test_origins_are_a_list_or_text_with_commas(given: Any, read: tuple[str, ...]) -> None:
    assert read_settings(node(allowOrigins=given)).allow_origins == read


NO_ORIGINS = [
    "*",
    "null",
    "shop.example",
    "https://shop.example/",
    "https://shop.example/path",
    "https://*.shop.example",
    "https://shop.example:443",
    "http://shop.example:80",
    "https://shop.example:99999",
    "https://Shop.example",
    "https://shop.example?x",
    "https://user@shop.example",
    "https://",
    "ftp://shop.example",
    "https://shöp.example",
    "https://shop.example\n",
    "https://shop.example https://other.example",
    "https://" + "a" * 500,
    "",
]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("patience", "endless"),
        ("patience", 3),
        ("currency", "XXX"),
        ("currency", "eur"),
        ("currency", "ISK"),
        ("stripeApiBase", "ftp://stripe"),
        ("stripeApiBase", "api.stripe.com"),
        ("stripeApiBase", 1),
        ("stripeApiBase", "http://"),
        ("stripeApiBase", "https://a b"),
        ("stripeApiBase", "https://user:password@stripe.com"),
        ("stripeApiBase", "https://stripe.com?x=1"),
        ("stripeApiBase", "https://stripe.com#x"),
        ("stripeApiBase", "https://stripe.com:port"),
        ("stripeApiBase", "https://stripe.com\n"),
        ("stripeApiBase", "HTTPS://stripe.com"),
        ("stripeApiBase", "javascript:alert(1)"),
        ("stripeApiBase", "//stripe.com"),
        ("stripeApiBase", "https://strípe.com"),
        ("stripeApiBase", "https://" + "a" * 500),
        ("stripeSecretName", "no spaces"),
        ("stripeSecretName", "x" * 501),
        ("mailSender", "shop"),
        ("mailSender", "Shop <shop@example.com>"),
        ("mailSender", "shop@example.com\n"),
        ("mailSender", "*@example.com"),
        ("outboxFolder", "outbox"),
        ("outboxFolder", "/out\nbox"),
        *(("allowOrigins", [origin]) for origin in NO_ORIGINS),
        *(("allowOrigins", origin) for origin in NO_ORIGINS if origin),
        ("allowOrigins", 5),
        ("allowOrigins", {"https://shop.example": True}),
        ("allowOrigins", [f"https://shop{number}.example" for number in range(21)]),
        ("quoteFunction", "own prices"),
        ("quoteFunction", "own-prices*"),
        ("quoteFunction", "own-prices\n"),
        ("quoteFunction", "arn:aws:lambda:eu-west-1:210987654321:function:*"),
        ("quoteFunction", "arn:aws:s3:::prices"),
        ("quoteFunction", "x" * 65),
        ("quoteFunction", True),
        ("fulfilment", "off"),
        ("fulfilment", ["on-hold"]),
        ("waitConcurrency", "0"),
        ("waitConcurrency", "-1"),
        ("waitConcurrency", "many"),
        ("waitConcurrency", "10000"),
        ("waitConcurrency", True),
        *(("waitConcurrency", number) for number in ("٢٠", "20.0", " 20", "1e1", "+5", "05", 5.5, -1)),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_the_name_of_its_setting(name: str, value: Any) -> None:
    with pytest.raises(InvalidSetting, match=f"context {name}: "):
        read_settings(node(**{name: value}))
