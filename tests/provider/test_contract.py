"""What the port demands is met by every adapter, and who does not meet it is found out."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from functions.payment import port
from functions.payment.stripe import adapter
from functions.shared import ids
from tests.provider.__main__ import ask
from tests.provider.contract import CONTRACT
from tests.provider.demands import Demand, Subject
from tests.rule_tables import rows_of


@pytest.mark.parametrize("demand", CONTRACT, ids=lambda demand: demand.name)
def test_an_adapter_offers_what_the_port_demands(subject: Subject, demand: Demand) -> None:
    assert demand.found(subject) == demand.expects


@pytest.mark.parametrize("name", ["list refunds", "list holds"])
def test_a_list_goes_on_where_a_page_ends(
    subject: Subject, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject.provider, "PAGE", 1)
    (demand,) = [one for one in CONTRACT if one.name == name]
    assert demand.found(subject) == demand.expects


def test_a_call_of_stripes_is_tried_once_and_gives_up_within_seconds() -> None:
    client = adapter._client_for("sk_test_time", adapter.TIMEOUT_SECONDS)
    assert client._requestor._options.max_network_retries == 0
    assert vars(client._requestor._get_http_client())["timeout"] == adapter.TIMEOUT_SECONDS
    assert adapter.TIMEOUT_SECONDS <= 10


def test_every_demand_of_the_port_is_tried_and_nothing_else() -> None:
    assert {demand.row for demand in CONTRACT} == {row["it offers"] for row in rows_of(port.__doc__)}


def test_no_two_demands_have_one_name() -> None:
    assert len({demand.name for demand in CONTRACT}) == len(CONTRACT)


def test_the_command_says_what_is_met(subject: Subject, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(subject) == 0
    assert "differs" not in (shown := capsys.readouterr().out), shown
    assert len(shown.splitlines()) == len(CONTRACT)


def test_the_command_says_what_it_cannot_try(subject: Subject, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(replace(subject, delivered=None)) == 0
    not_tried = [line for line in capsys.readouterr().out.splitlines() if line.endswith("not tried")]
    assert len(not_tried) == sum(demand.hears for demand in CONTRACT) > 0


def test_an_adapter_that_forgets_keys_is_found_out(
    subject: Subject, capsys: pytest.CaptureFixture[str]
) -> None:
    def forgetful(hold_id: str, amount: int, return_id: str, _key: str) -> object:
        return subject.provider.refund_part(hold_id, amount, return_id, ids.new_key())

    members = {name: getattr(subject.provider, name) for name in dir(subject.provider)}
    broken = SimpleNamespace(**members | {"refund_part": forgetful})

    assert ask(replace(subject, provider=broken)) == 1
    differing = [line for line in capsys.readouterr().out.splitlines() if "differs" in line]
    assert [line[:34].strip() for line in differing] == ["refund again, same key"]
