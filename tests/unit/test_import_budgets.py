from pathlib import Path

import pytest

from bench import imports
from bench import measured as kept
from bench.import_budgets import BUDGETS, MORE, Deployed, Kind, budget
from bench.import_lab import Measured
from bench.slowest_imports import Import, slowest_imports


def measured(*ratios: float) -> Measured:
    return Measured(
        Deployed("ReserveStock", Kind.STEP, "functions.checkout.steps", {}, ("dynamodb",)), ratios
    )


def test_the_median_of_all_runs_is_held_against_the_budget() -> None:
    assert measured(1.0, 9.9, BUDGETS[Kind.STEP]).holds
    assert not measured(0.1, 1.26, 1.27).holds


def test_a_broken_budget_is_named_and_ends_in_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    for ratio, code, says in ((1.1, 0, "yes"), (1.4, 1, "**no**")):
        monkeypatch.setattr(imports, "measure", lambda ratio=ratio: ([measured(ratio)], {}))

        assert imports.main() == code
        row = f"| ReserveStock | saga step, background | {ratio:.2f} | 1.25 | {says} |"
        assert row in capsys.readouterr().out


def test_what_the_baseline_imports_is_nobodys_slowest_import() -> None:
    logs = {
        "base": "import time: self [us] | cumulative | imported package\n"
        "import time:  9000 |  9000 | boto3\n",
        "base\nown": "import time:  9000 |  9000 | boto3\n"
        "import time:  3000 |  3000 |   inner\nimport time:   500 |  3500 | outer\n",
    }

    assert slowest_imports(logs.__getitem__, "base", "own") == [
        Import("inner", 3.0, 3.0),
        Import("outer", 0.5, 3.5),
    ]


def test_a_function_may_cost_more_than_its_kind_only_by_name_and_never_less() -> None:
    assert all(budget(name, Kind.API) == most > BUDGETS[Kind.API] for name, most in MORE.items())
    assert budget("Cart", Kind.API) == BUDGETS[Kind.API]


def test_a_payment_step_is_not_spared_its_client_of_stripes() -> None:
    step = Deployed("VoidPayment", Kind.PAYMENT, "functions.payment.steps", {}, ("dynamodb",))

    assert step.code().splitlines()[-1] == "stripe.StripeClient('sk_test_bench')"
