"""`make chaos` says what is wrong with its settings, in one line."""

import pytest

import chaos.__main__ as command


@pytest.mark.parametrize(
    ("name", "value"),
    [("SEED", "x"), ("SEED", "-1"), ("DURATION", "0"), ("DURATION", "inf"), ("RATE", "nan"), ("RATE", "100")],
)
def test_a_setting_that_cannot_be_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    assert command.main() == 2
    said = capsys.readouterr().err
    assert said.startswith(f"chaos: {name} must be a number from ")
    assert said.count("\n") == 1
