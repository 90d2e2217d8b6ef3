"""CloudFront's function and the edge of the local run make the same of every request."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from multidict import CIMultiDict

from functions.session import cookie
from harness.template import ROOT
from local.front import edge

CASES = json.loads((ROOT / "infra/edge/cases.json").read_text())
HOST, VIEWER = "shop.example", "203.0.113.7"
CLOUDFRONT_BYTES = 10 * 1024
TRIED = "tests/infra/try_edge.mjs"

named = pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])


@pytest.fixture(scope="module")
def cloudfront() -> dict[str, Any]:
    """What CloudFront's function makes of each case, by its name."""
    ran = subprocess.run(
        ["node", TRIED],  # noqa: S607
        input=json.dumps(CASES),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    return {case["name"]: made for case, made in zip(CASES, json.loads(ran.stdout), strict=True)}


@named
def test_cloudfronts_function_does_as_the_table_says(
    cloudfront: dict[str, Any], case: dict[str, Any]
) -> None:
    made = cloudfront[case["name"]]
    if "refused" in case:
        status, problem = made["refused"]
        check_problem(problem, case)
        assert status == problem["status"]
        assert made["headers"] == {"content-type": "application/problem+json", "cache-control": "no-store"}
    elif "page" in case:
        assert made["path"] == case["page"]
    else:
        assert made["headers"] == {"host": HOST, "paidonce-viewer": VIEWER} | case["passed"]
        assert (made["path"], made["cookies"]) == (case["path"], {})


@named
def test_the_local_edge_does_as_the_table_says(case: dict[str, Any]) -> None:
    if "page" in case:
        assert edge.page_of(case["path"]) == case["page"]
        return
    cookies = "; ".join(f"{name}={value}" for name, value in case.get("cookies", {}).items())
    sent = CIMultiDict(case.get("headers", {}) | ({"cookie": cookies} if cookies else {}))
    made = edge.to_api(case["method"], sent, f"https://{HOST}", VIEWER)
    if isinstance(made, edge.Refused):
        check_problem(
            {"status": made.status, "type": f"/api/problems/{made.name}", "detail": made.detail}, case
        )
        return
    passed = {name.lower(): value for name, value in made.items()}
    assert passed == {"paidonce-viewer": VIEWER} | case["passed"]


@named
def test_both_say_the_same_where_they_refuse(cloudfront: dict[str, Any], case: dict[str, Any]) -> None:
    if "refused" not in case:
        assert "refused" not in cloudfront[case["name"]]
        return
    sent = CIMultiDict(case.get("headers", {}))
    for name, value in case.get("cookies", {}).items():
        sent.add("cookie", f"{name}={value}")
    made = edge.to_api(case["method"], sent, f"https://{HOST}", VIEWER)
    assert isinstance(made, edge.Refused)
    assert cloudfront[case["name"]]["refused"][1]["detail"] == made.detail


def check_problem(problem: dict[str, Any], case: dict[str, Any]) -> None:
    status, name = case["refused"]
    assert (problem["status"], problem["type"]) == (status, f"/api/problems/{name}")
    assert problem["detail"]


def test_the_function_is_no_longer_than_cloudfront_takes_and_all_ascii() -> None:
    source = (ROOT / "infra/edge/edge.js").read_bytes()
    assert len(source) <= CLOUDFRONT_BYTES
    assert source.isascii()


def test_edge_and_api_mean_the_same_headers_and_sessions() -> None:
    assert cookie.HEADER == edge.COOKIE
    for name in ("session", "operator", "ord_" + "a" * 32, "basket", "ord_1", "sessions", ""):
        assert (cookie.used(name) is not None) is (edge.SESSIONS.fullmatch(name) is not None)


def test_a_malformed_cookie_hides_no_other() -> None:
    sent = CIMultiDict([("Cookie", 'a="b; c; =d; __Host-session=tok'), ("Cookie", "__Host-session=late")])
    made = edge.to_api("GET", sent, f"https://{HOST}", VIEWER)
    assert isinstance(made, CIMultiDict)
    assert made["Authorization"] == "Bearer tok"


def test_node_reads_the_very_file_that_is_deployed() -> None:
    assert "infra/edge/edge.js" in Path(ROOT / TRIED).read_text()
