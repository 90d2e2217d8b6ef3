"""With `sessionStore=valkey`: one function in a network without a way out, and nobody else is changed."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from functions.session import valkey_store
from harness.roles import grants, role_of
from harness.template import ROOT, Template
from infra.stacks.cache import ACCESS

WAYS_OUT = ("NatGateway", "InternetGateway", "VPCEndpoint", "VPCPeeringConnection", "TransitGateway")
LOADED = "import sys; import {module}; print(*sorted(sys.modules), sep='\\n')"


@pytest.fixture
def with_valkey(behind_cloudfront: Template) -> Template:
    return behind_cloudfront


def test_session_data_alone_is_in_the_network(with_valkey: Template) -> None:
    inside = [name for name, one in with_valkey.functions.items() if "VpcConfig" in one.properties]

    assert inside == ["SessionData"]


def test_nothing_leads_out_of_the_network(with_valkey: Template) -> None:
    kinds = {one["Type"] for stack in with_valkey.stacks.values() for one in stack["Resources"].values()}

    assert [kind for kind in kinds if kind.startswith("AWS::EC2::") and kind.endswith(WAYS_OUT)] == []


def test_the_function_may_connect_and_touch_no_table(with_valkey: Template) -> None:
    granted = {action for action, _ in grants(with_valkey, role_of(with_valkey.functions["SessionData"]))}

    assert "elasticache:Connect" in granted
    assert not [action for action in granted if action.startswith(("dynamodb:", "secretsmanager:"))]


def test_the_user_may_say_what_the_store_says_and_no_more() -> None:
    scripts = valkey_store.STORE + valkey_store.DELETE
    said = {word.lower() for word in re.findall(r"redis\.call\('(\w+)'", scripts)} | {"eval", "ttl"}

    assert {word.removeprefix("+") for word in ACCESS.split() if word.startswith("+")} == said
    assert f"~{valkey_store.PREFIX}*" in ACCESS.split()


def test_the_cache_has_a_bound_to_what_it_costs(with_valkey: Template) -> None:
    (cache,) = with_valkey.resources("AWS::ElastiCache::ServerlessCache")
    limits: Any = cache.properties["CacheUsageLimits"]

    assert limits == {"DataStorage": {"Maximum": 1, "Unit": "GB"}, "ECPUPerSecond": {"Maximum": 5000}}
    assert cache.properties["SnapshotRetentionLimit"] == 0


def test_whoever_does_not_choose_it_has_no_cache(template: Template) -> None:
    assert "PaidOnceCache" not in template.stacks
    assert "SESSIONS_TABLE" in template.functions["SessionData"].properties["Environment"]["Variables"]


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("functions.session.api_session_data", ("functions.session.valkey", "functions.session.resp")),
        ("functions.session.api_session_data_valkey", ("boto3", "functions.shared.table")),
    ],
)
def test_nobody_loads_the_store_that_is_not_chosen(module: str, never: tuple[str, ...]) -> None:
    command = [sys.executable, "-c", LOADED.format(module=module)]
    loaded = subprocess.run(command, cwd=Path(ROOT), check=True, capture_output=True, text=True, timeout=120)

    assert [name for name in never if name in loaded.stdout.splitlines()] == []
