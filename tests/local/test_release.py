"""`make release` without a shop to release into."""

from pathlib import Path

import pytest

from local import release
from local.settings import Folders


@pytest.mark.parametrize("run", ["", "{}", '{"endpoint_url": "http://127.0.0.1:1"}'])
def test_where_no_shop_runs_it_says_so_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], run: str
) -> None:
    if run:
        (tmp_path / "run.json").write_text(run)
    monkeypatch.setattr(release, "Folders", lambda: Folders(tmp_path))
    monkeypatch.setattr(release, "forget_developers_aws", lambda: None)

    assert release.main() == 1

    assert capsys.readouterr().err == "release: no shop is running here: start one with `make run`\n"
