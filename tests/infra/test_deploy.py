"""`make deploy` knows where Stripe's keys are before it begins, or says how to tell it."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from harness.template import Template
from infra import deploy
from infra.deploy import NobodyToAsk, secret_name
from infra.settings import InvalidSetting
from ops.migrate import CONTRACTED, MIGRATIONS


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


@pytest.mark.parametrize(("status", "refused"), [(0, False), (1, True), (2, False)])
def test_a_release_that_relies_on_a_migration_waits_for_its_end(
    status: int, refused: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """0: nothing is outstanding; 1: something is; 2: no shop can be looked at, as before the first deploy."""
    asked: list[list[str]] = []

    def run(command: list[str], **_: object) -> SimpleNamespace:
        asked.append(command)
        return SimpleNamespace(returncode=status if "--check" in command else 3)

    monkeypatch.setattr(deploy.subprocess, "run", run)
    monkeypatch.setattr(deploy, "CONTRACTED", ("count-charges",))

    assert deploy.main(["-c", "stripeSecretName=a/b"]) == (2 if refused else 3)

    assert asked[0][1:] == ["-m", "ops", "--aws", "migrate", "--check", "count-charges"]
    assert len(asked) == (1 if refused else 2)
    assert ("count-charges" in capsys.readouterr().err) == refused


def test_what_a_release_relies_on_is_a_migration_that_there_is() -> None:
    assert set(CONTRACTED) <= MIGRATIONS.keys()
