"""Cold starts are measured by hand (`make bench-cold`); what the measuring rests on is held here."""

import json
import ssl
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bench.cold import section as cold_section
from bench.cold.results import CODE, LAYER, OWNERS, PYTHON, RUNTIME, read_sitting
from bench.cold.section import BARE_KIND, section
from bench.cold.shares import import_ms
from bench.cold.stub import Stub, standing
from bench.cold.wire import PROVIDER, Answered, asked
from bench.plots import drawn_from
from harness.template import Template

LOG = """\
import time: self [us] | cumulative | imported package
import time:       100 |        100 | site
import time:        20 |         20 |     json.decoder
import time:        10 |         30 |   json
import time:       200 |        230 | awslambdaric.bootstrap
import time:         5 |          5 |       ssl
import time:       300 |        305 |     botocore.client
import time:        40 |        345 |   boto3
import time:         7 |        352 | functions.shared.aws
import time: initialized
import time:      9999 |       9999 | later
"""
MODULES = {
    "awslambdaric.bootstrap": "/runtime/awslambdaric/bootstrap.py",
    "json": "/usr/lib/python3/json/__init__.py",
    "json.decoder": "/usr/lib/python3/json/decoder.py",
    "ssl": "/usr/lib/python3/ssl.py",
    "botocore.client": "/opt/python/botocore/client.py",
    "boto3": "/opt/python/boto3/__init__.py",
    "functions.shared.aws": "/var/task/functions/shared/aws.py",
}
ROOTS = {LAYER: Path("/opt/python"), CODE: Path("/var/task"), RUNTIME: Path("/runtime")}


def test_an_import_is_put_down_to_whose_it_is_and_the_librarys_to_who_made_it_load() -> None:
    taken = import_ms(LOG, MODULES, ROOTS)

    assert taken == {LAYER: 0.345, CODE: 0.007, RUNTIME: 0.23, PYTHON: 0.1}


@pytest.mark.parametrize(
    ("question", "name"),
    [
        (("POST", {"X-Amz-Target": "D.GetItem"}, b'{"TableName": "Orders"}', "/"), "D.GetItem Orders"),
        (("POST", {"x-amz-target": b"E.PutEvents"}, b'{"Entries": []}', "/"), "E.PutEvents"),
        (("PUT", {}, b"a file", "/bucket/key"), "PUT"),
        (("POST", {}, b"{}", "/2015-03-31/functions/f/invocations"), "POST 2015-03-31"),
    ],
)
def test_a_question_is_known_again_by_its_operation_and_table(
    question: tuple[str, dict[str, str], bytes, str], name: str
) -> None:
    assert asked(*question) == name


def test_the_stub_gives_each_answer_once_and_says_what_nobody_had_asked(tmp_path: Path) -> None:
    with standing(tmp_path) as stub:
        stub.answers([Answered("D.GetItem Orders", 200, {"X-Kept": "yes"}, b'{"n": 1}')])

        assert _asks(stub, "D.GetItem") == (200, {"n": 1})
        assert stub.unknown == []
        assert _asks(stub, "D.GetItem")[0] == 400
        assert stub.unknown == ["D.GetItem Orders"]


def test_the_provider_is_answered_by_method(tmp_path: Path) -> None:
    with standing(tmp_path) as stub:
        stub.answers([Answered(f"{PROVIDER} GET", 200, {}, b'{"id": "pi_1"}')])

        with urllib.request.urlopen(f"{stub.provider}/v1/refunds", timeout=30) as answer:  # noqa: S310 - loopback
            assert json.loads(answer.read()) == {"id": "pi_1"}


def test_every_function_of_the_template_was_measured(template: Template) -> None:
    found, _ = read_sitting()

    measured = {one.function for one in found.starts if one.kind != BARE_KIND}
    assert measured == set(template.functions), "run `make bench-cold`"
    for one in found.starts:
        assert set(one.imports) == set(OWNERS)
        assert one.init_cpu > 0.5, one


def test_the_section_names_every_function_and_its_source() -> None:
    found, kept = read_sitting()
    text = section()

    assert kept.cited() in text
    assert all(f"| {one.function} |" in text for one in found.starts)


def test_the_plot_shows_what_was_measured_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = drawn_from(cold_section.PLOT)
    monkeypatch.setattr(cold_section, "PLOT", tmp_path / cold_section.PLOT.name)

    cold_section.draw()

    assert kept == drawn_from(cold_section.PLOT) != "", "run `python -m bench --measured`"


def _asks(stub: Stub, target: str) -> tuple[int, object]:
    request = urllib.request.Request(stub.aws, b'{"TableName": "Orders"}', {"X-Amz-Target": target})  # noqa: S310 - loopback
    trusting = ssl.create_default_context(cafile=str(stub.authorities))
    try:
        with urllib.request.urlopen(request, timeout=30, context=trusting) as answer:  # noqa: S310 - loopback
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as refused:
        return refused.code, None
