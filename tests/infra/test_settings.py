"""What a deployment may choose, and what it is told when it chooses wrongly."""

from typing import Any, cast

import pytest
from constructs import Node

from infra.patience import PATIENCE
from infra.settings import InvalidSetting, read_settings


class Context:
    """The one method of a construct's node that settings are read with."""

    def __init__(self, **values: Any) -> None:
        self._values = values

    def try_get_context(self, name: str) -> Any:
        return self._values.get(name)


def node(**values: Any) -> Node:
    return cast(Node, Context(**values))


def test_without_any_choice_the_shop_is_patient_and_talks_to_stripe_itself() -> None:
    settings = read_settings(node())

    assert settings.patience == PATIENCE["standard"]
    assert settings.stripe_api_base == ""
    assert settings.stripe_secret_name == "paidonce/stripe"
    assert settings.wait_concurrency == 20
    assert (settings.mail_sender, settings.outbox_folder) == ("", "")


def test_every_choice_is_taken() -> None:
    settings = read_settings(
        node(
            patience="brisk",
            stripeApiBase="http://127.0.0.1:8000/sandbox",
            stripeSecretName="other/keys",
            waitConcurrency="5",
        )
    )

    assert settings.patience == PATIENCE["brisk"]
    assert settings.stripe_api_base == "http://127.0.0.1:8000/sandbox"
    assert settings.stripe_secret_name == "other/keys"
    assert settings.wait_concurrency == 5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("patience", "endless"),
        ("patience", 3),
        ("stripeApiBase", "ftp://stripe"),
        ("stripeApiBase", "api.stripe.com"),
        ("stripeApiBase", "https://two words"),
        ("stripeApiBase", 1),
        ("stripeSecretName", "no spaces"),
        ("stripeSecretName", "x" * 501),
        ("mailSender", "shop"),
        ("mailSender", "Shop <shop@example.com>"),
        ("mailSender", "shop@example.com\n"),
        ("mailSender", "*@example.com"),
        ("outboxFolder", "outbox"),
        ("outboxFolder", "/out\nbox"),
        ("waitConcurrency", "0"),
        ("waitConcurrency", "-1"),
        ("waitConcurrency", "many"),
        ("waitConcurrency", "10000"),
        ("waitConcurrency", True),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_the_name_of_its_setting(name: str, value: Any) -> None:
    with pytest.raises(InvalidSetting, match=f"context {name}: "):
        read_settings(node(**{name: value}))
