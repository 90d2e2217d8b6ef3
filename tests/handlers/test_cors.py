"""Pages from elsewhere: whose answers they may read, from every function behind the API."""

from importlib import import_module
from typing import Any

import pytest

from functions.shared import cors
from harness.api import proxy_event
from harness.routes import Route, read_routes
from harness.template import Template
from tests.handlers.shop import Reply, Shop, context

PAGE, OTHER = "https://shop.example", "http://localhost:5173"
ALLOW = "Access-Control-Allow-Origin"
STRANGERS = [None, "null", "https://shop.example.evil.example", "https://SHOP.example", f"{PAGE}/", "*"]


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cors.VARIABLE, f"{PAGE} {OTHER}")


def answers(template: Template, method: str, **headers: str) -> dict[str, dict[str, Any]]:
    """By function: what each function behind the API answers to a call that none of them knows."""
    found = {}
    for name in sorted({route.function for route in read_routes(template)}):
        module, _, entry = template.functions[name].properties["Handler"].rpartition(".")
        event = proxy_event(Route(method, "/x", name, False), "/x", {}, None, headers, "own_ada")
        found[name] = getattr(import_module(module), entry)(event, context())
    return found


@pytest.mark.usefixtures("allowed", "shop")
@pytest.mark.parametrize("origin", [PAGE, OTHER])
def test_every_function_answers_the_preflights_of_allowed_pages(template: Template, origin: str) -> None:
    for name, answer in answers(template, "OPTIONS", origin=origin).items():
        headers = answer["multiValueHeaders"]
        assert (answer["statusCode"], answer["body"]) == (204, ""), name
        assert (headers[ALLOW], headers["Vary"]) == ([origin], ["Origin"]), name
        assert headers["Access-Control-Allow-Methods"] == [cors.METHODS], name
        assert headers["Access-Control-Allow-Headers"] == [cors.REQUEST_HEADERS], name
        assert "Access-Control-Allow-Credentials" not in headers, name


@pytest.mark.usefixtures("allowed", "shop")
def test_every_function_lets_allowed_pages_read_its_refusals(template: Template) -> None:
    for name, answer in answers(template, "GET", Origin=PAGE).items():
        assert answer["statusCode"] >= 400, name
        assert answer["multiValueHeaders"][ALLOW] == [PAGE], name


@pytest.mark.usefixtures("allowed", "shop")
@pytest.mark.parametrize("method", ["OPTIONS", "GET"])
@pytest.mark.parametrize("origin", STRANGERS)
def test_no_function_lets_other_pages_in(template: Template, method: str, origin: str | None) -> None:
    for name, answer in answers(template, method, **({"Origin": origin} if origin else {})).items():
        told = answer["multiValueHeaders"]
        assert not [header for header in told if header.startswith("Access-Control-")], name
        assert told["Vary"] == ["Origin"], name


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("method", ["OPTIONS", "GET"])
def test_where_no_origin_is_allowed_nobody_hears_of_any(template: Template, method: str) -> None:
    for name, answer in answers(template, method, Origin=PAGE).items():
        told = answer["multiValueHeaders"]
        assert answer["statusCode"] >= 400, name
        assert not {header for header in told if header == "Vary" or header.startswith("Access-")}, name


@pytest.mark.usefixtures("allowed")
def test_a_page_may_read_answers_and_the_headers_it_needs(shop: Shop) -> None:
    def asked(call: str) -> Reply:
        return shop.call(call, headers={"Origin": PAGE})

    for reply in (asked("GET /cart"), asked("GET /catalog"), asked("POST /sessions"), asked("GET /orders/x")):
        assert reply.headers[ALLOW] == PAGE
        assert "ETag" in reply.headers["Access-Control-Expose-Headers"]
