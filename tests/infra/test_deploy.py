"""`make deploy` knows where Stripe's keys are before it begins, or says how to tell it."""

import json
from pathlib import Path

import pytest

from harness.template import Template
from infra import deploy
from infra.deploy import NobodyToAsk, secret_name
from infra.settings import InvalidSetting


def test_whoever_sits_there_is_asked_and_told_what_the_secret_must_hold() -> None:
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return " shop/stripe "

    assert secret_name([], {}, ask) == "shop/stripe"
    assert '{"api_key": "sk_...", "webhook_secret": "whsec_..."}' in asked[0]


def test_no_answer_is_the_name_that_is_offered() -> None:
    assert secret_name([], {}, lambda question: "") == "paidonce/stripe"


def test_a_name_given_beforehand_is_not_asked_for() -> None:
    assert secret_name([], {"STRIPE_SECRET_NAME": "a/b"}, None) == "a/b"
    assert secret_name(["-c", "stripeSecretName=c/d"], {}, None) is None


def test_where_nobody_can_be_asked_the_variable_is_named() -> None:
    with pytest.raises(NobodyToAsk, match="STRIPE_SECRET_NAME"):
        secret_name(["-c", "patience=brisk"], {}, None)


def test_what_is_no_name_of_a_secret_is_refused_before_anything_is_deployed() -> None:
    with pytest.raises(InvalidSetting):
        secret_name([], {"STRIPE_SECRET_NAME": "sk_live key"}, None)


def test_what_to_register_with_stripe_is_read_from_the_stacks(
    template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs = {
        name: {output: str(found["Value"]) for output, found in stack.get("Outputs", {}).items()}
        for name, stack in template.stacks.items()
    }
    written = tmp_path / "outputs.json"
    written.write_text(json.dumps(outputs))
    monkeypatch.setattr(deploy, "OUTPUTS", written)

    told = deploy._what_to_register()

    assert "/payments/webhook" in told
    assert "payment_intent.amount_capturable_updated,payment_intent.canceled" in told
    assert "paidonce/stripe" in told
