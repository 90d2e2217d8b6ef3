"""`make deploy` looks before it begins, says what is missing, asks, and changes nothing until told to."""

import fcntl
import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import boto3
import pytest
from moto import mock_aws

from bench.standing import standing
from harness.template import Template
from infra import deploy, deploy_needs
from infra.deploy import secret_name
from infra.deploy_needs import (
    Assembly,
    NotReady,
    Where,
    check_account,
    check_pages,
    check_quote_function,
    chosen_region,
    read_assembly,
)
from infra.deploy_shown import costs, plan
from infra.settings import InvalidSetting
from ops.migrate import CONTRACTED, MIGRATIONS

HERE = Where("123456789012", "eu-west-1")
Said = pytest.CaptureFixture[str]


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty one, with credentials."""
    for name in (
        "AWS_PROFILE",
        "AWS_ENDPOINT_URL",
        "YES",
        "TARGET",
        "STACKS",
        "ASSEMBLY",
        "STRIPE_SECRET_NAME",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_REGION", HERE.region)
    monkeypatch.setenv("AWS_DEFAULT_REGION", HERE.region)
    with mock_aws():
        yield


def bootstrapped(version: str = "32", region: str = HERE.region) -> None:
    parameters = boto3.client("ssm", region_name=region)
    parameters.put_parameter(Name=deploy_needs.BOOTSTRAP, Value=version, Type="String", Overwrite=True)


def assembly(folder: Path, *stacks: str, region: str = deploy_needs.ANYWHERE) -> Path:
    """As much of a synthesized app as is looked at."""
    artifacts = {
        name: {
            "type": "aws:cloudformation:stack",
            "environment": f"aws://unknown-account/{region}",
            "properties": {"templateFile": f"{name}.json", "requiresBootstrapStackVersion": 6},
        }
        for name in stacks
    }
    alarm = {"Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"MetricName": "Errors"}}}
    for name in stacks:
        (folder / f"{name}.json").write_text(json.dumps({"Resources": alarm}))
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    return folder


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that were run; all of them go well."""
    commands: list[list[str]] = []

    def run(command: list[str], **_: object) -> SimpleNamespace:
        commands.append(list(command))
        return SimpleNamespace(returncode=0, stdout="v20.20.2")

    monkeypatch.setattr(deploy.subprocess, "run", run)
    monkeypatch.setattr(deploy, "smoke", lambda shop, unpaid: 0)
    monkeypatch.setattr(deploy, "deployed_shop", lambda: ("https://shop.example/api", None))
    return commands


@pytest.fixture
def begun(
    account: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ran: list[list[str]]
) -> list[list[str]]:
    """Somebody who may deploy what is there: a bootstrapped account, YES, and a synthesized app."""
    bootstrapped()
    monkeypatch.setenv("YES", "1")
    monkeypatch.setenv("ASSEMBLY", str(assembly(tmp_path, "PaidOnceData")))
    monkeypatch.setattr(deploy, "FOLDER", tmp_path / "deploy")
    return ran


def deployments(ran: list[list[str]]) -> list[list[str]]:
    return [command for command in ran if "deploy" in command]


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
    with pytest.raises(NotReady, match="STRIPE_SECRET_NAME"):
        secret_name(["-c", "patience=brisk"], {}, None)


def test_what_is_no_name_of_a_secret_is_refused_before_anything_is_deployed() -> None:
    with pytest.raises(InvalidSetting):
        secret_name([], {"STRIPE_SECRET_NAME": "sk_live key"}, None)


def test_what_to_register_with_stripe_is_read_from_the_stacks(template: Template) -> None:
    outputs = {
        name: {output: str(found["Value"]) for output, found in stack.get("Outputs", {}).items()}
        for name, stack in template.stacks.items()
    }

    told = deploy.what_to_register(outputs)

    assert "/payments/webhook" in told
    assert "payment_intent.amount_capturable_updated,payment_intent.canceled" in told
    assert "paidonce/stripe" in told


@pytest.mark.parametrize(("status", "missing"), [(0, []), (1, ["count-charges"]), (2, [])])
def test_a_release_that_relies_on_a_migration_waits_for_its_end(
    status: int, missing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """0: nothing is outstanding; 1: something is; 2: no shop can be looked at, as before the first deploy."""
    asked: list[list[str]] = []

    def run(command: list[str], **_: object) -> SimpleNamespace:
        asked.append(command)
        return SimpleNamespace(returncode=status)

    monkeypatch.setattr(deploy.subprocess, "run", run)

    assert deploy.outstanding(["count-charges"]) == missing
    assert asked[0][1:] == ["-m", "ops", "--aws", "migrate", "--check", "count-charges"]


def test_where_nobody_can_be_asked_it_needs_a_yes_beforehand(
    begun: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.delenv("YES")

    assert deploy.main([]) == 2

    assert capsys.readouterr().err == f"make deploy: {deploy.NOBODY}\n"
    assert begun == []


def test_with_a_yes_it_says_what_it_makes_and_costs_deploys_and_ends_with_a_smoke_checkout(
    begun: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    smoked: list[str] = []
    monkeypatch.setattr(deploy, "smoke", lambda shop, unpaid: smoked.append(shop.base) or 0)

    assert deploy.main([]) == 0

    said = capsys.readouterr().out
    assert "To account 123456789012 in eu-west-1: 1 stacks, 1 resources" in said
    assert "Costs standing still, in US dollars a month: 0.10" in said
    (command,) = deployments(begun)
    assert command[1:] == ["deploy", "--app", command[3], "--all", "--require-approval", "never"]
    assert smoked == ["https://shop.example/api"]


def test_restored_tables_are_taken_in_instead_of_made(
    begun: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assembly(tmp_path, "PaidOnceData", "PaidOnceDataR1")

    assert deploy.main([]) == 0

    (command,) = deployments(begun)
    assert command[-1] == "--import-existing-resources"


def test_a_smoke_checkout_that_fails_says_how_to_go_back(
    begun: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr(deploy, "smoke", lambda shop, unpaid: 1)

    assert deploy.main([]) == 1
    assert "check out the release before" in capsys.readouterr().err


def test_nobody_buys_in_a_region_that_is_closed(
    begun: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    function = {"Type": "AWS::Lambda::Function", "Properties": {"ReservedConcurrentExecutions": 0}}
    (tmp_path / "PaidOnceData.json").write_text(json.dumps({"Resources": {"Steps": function}}))
    monkeypatch.setattr(deploy, "smoke", lambda shop, unpaid: 1)

    assert deploy.main([]) == 0
    assert f"{deploy.CLOSED}\n" in capsys.readouterr().out


@pytest.mark.parametrize(("answer", "status"), [("y", 0), ("yes", 0), ("", 2), ("n", 2)])
def test_who_sits_there_is_asked_and_only_a_yes_deploys(
    answer: str, status: int, begun: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.delenv("YES")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("builtins.input", lambda question: answer)

    assert deploy.main([]) == status

    done = deployments(begun)
    assert len(done) == (1 if status == 0 else 0)
    # Asked once: a no to the CDK's own question at a later stack would leave those before it deployed.
    assert all(command[-2:] == ["--require-approval", "never"] for command in done)
    assert ("nothing was changed" in capsys.readouterr().err) == (status == 2)


def test_a_look_beforehand_changes_and_synthesizes_nothing(begun: list[list[str]]) -> None:
    assert deploy.main(["check"]) == 0
    assert begun == [["node", "--version"]]


def test_a_look_at_what_would_change_needs_no_yes(
    begun: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.delenv("YES")

    assert deploy.main(["diff"]) == 0

    assert [command[1] for command in begun] == ["--version", "diff"]
    assert "Costs standing still" in capsys.readouterr().out


def test_what_was_synthesized_already_takes_no_settings(begun: list[list[str]], capsys: Said) -> None:
    assert deploy.main(["-c", "patience=brisk"]) == 2
    assert "ASSEMBLY is synthesized already" in capsys.readouterr().err


def test_another_account_or_region_than_the_target_is_refused(
    begun: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("TARGET", "123456789012/us-east-1")

    assert deploy.main([]) == 2
    assert "deploy to 123456789012/eu-west-1, and TARGET says" in capsys.readouterr().err


def test_who_has_no_credentials_is_told_so_in_a_line(
    begun: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    with monkeypatch.context() as nobody:
        nobody.delenv("AWS_ACCESS_KEY_ID")
        nobody.setenv("AWS_EC2_METADATA_DISABLED", "true")
        nobody.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        assert deploy.main([]) == 2

    assert capsys.readouterr().err.startswith("make deploy: no AWS credentials that work: ")


@pytest.mark.parametrize("said", ["v18.20.0", "", "node"])
def test_a_node_that_the_cdk_cannot_use_is_named(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deploy_needs.subprocess, "run", lambda *_, **__: SimpleNamespace(stdout=said))

    with pytest.raises(NotReady, match="Node 20 or newer"):
        deploy_needs.check_tools()


def test_without_the_cdks_command_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deploy_needs, "CDK", Path("/nowhere"))

    with pytest.raises(NotReady, match="npm ci"):
        deploy_needs.check_tools()


def test_the_region_is_one_whoever_reads_it() -> None:
    assert chosen_region({"AWS_REGION": "a"}, "b") == "a"
    assert chosen_region({"AWS_DEFAULT_REGION": "a", "AWS_REGION": "a"}, None) == "a"
    assert chosen_region({}, "b") == "b"
    with pytest.raises(NotReady, match="AWS_REGION says a, and AWS_DEFAULT_REGION b"):
        chosen_region({"AWS_REGION": "a", "AWS_DEFAULT_REGION": "b"}, "a")
    with pytest.raises(NotReady, match="no region"):
        chosen_region({}, None)


def looked_at(folder: Path, *stacks: str) -> Assembly:
    return read_assembly(assembly(folder, *stacks))


def test_an_account_that_is_not_bootstrapped_is_told_the_command(account: None, tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="`npx cdk bootstrap aws://123456789012/eu-west-1`"):
        check_account(looked_at(tmp_path, "PaidOnceData"), HERE)


def test_an_older_bootstrap_is_too_old(account: None, tmp_path: Path) -> None:
    bootstrapped("5")

    with pytest.raises(NotReady, match="has bootstrap version 5, 6 is needed"):
        check_account(looked_at(tmp_path, "PaidOnceData"), HERE)


def test_a_region_that_a_stack_names_is_bootstrapped_too(account: None, tmp_path: Path) -> None:
    bootstrapped()
    shop = read_assembly(assembly(tmp_path, "PaidOnceEdge", region="us-east-1"))

    with pytest.raises(NotReady, match="us-east-1 is not bootstrapped"):
        check_account(shop, HERE)

    bootstrapped(region="us-east-1")
    check_account(shop, HERE)


@pytest.mark.parametrize(
    ("status", "refused"),
    [
        ("UPDATE_IN_PROGRESS", "another deployment is under way"),
        ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "another deployment is under way"),
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback"),
        ("UPDATE_ROLLBACK_COMPLETE", None),
        ("ROLLBACK_COMPLETE", None),
        ("REVIEW_IN_PROGRESS", None),
    ],
)
def test_a_stack_that_moves_or_is_stuck_is_left_alone(
    status: str, refused: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stacks = [
        {"StackName": "Elsewhere", "StackStatus": "UPDATE_IN_PROGRESS"},
        {"StackName": "PaidOnceData", "StackStatus": status},
    ]
    pages = SimpleNamespace(paginate=lambda: [{"Stacks": stacks[:1]}, {"Stacks": stacks[1:]}])
    formation = SimpleNamespace(get_paginator=lambda _: pages)
    monkeypatch.setattr(deploy_needs.boto3, "client", lambda *_, **__: formation)
    ours = Assembly(Path("-"), {"PaidOnceData": {}}, 0)

    if refused is None:
        deploy_needs._check_stacks(ours, HERE)
    else:
        with pytest.raises(NotReady, match=refused):
            deploy_needs._check_stacks(ours, HERE)


def test_pages_that_are_not_built_are_not_deployed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deploy_needs, "PAGES_FOLDER", tmp_path / "dist")

    with pytest.raises(NotReady, match="the pages are not built"):
        check_pages(looked_at(tmp_path, "PaidOnceWeb"))
    check_pages(looked_at(tmp_path, "PaidOnceData"))


@pytest.mark.parametrize(
    ("chosen", "refused"),
    [
        ("", False),
        ("own-prices:live", False),
        ("arn:aws:lambda:eu-west-1:210987654321:function:prices", False),
        ("arn:aws:lambda:eu-central-1:210987654321:function:prices", True),
    ],
)
def test_a_function_of_another_region_makes_no_prices_here(chosen: str, refused: bool) -> None:
    environment = {"Variables": {"QUOTE_FUNCTION": chosen} if chosen else {}}
    functions = {
        "Cart": {"Type": deploy_needs.FUNCTION, "Properties": {"Environment": environment}},
        "Relay": {"Type": deploy_needs.FUNCTION, "Properties": {}},
    }
    synthesized = Assembly(Path(), {"PaidOnceHandlers": {"Resources": functions}}, 6)

    if not refused:
        return check_quote_function(synthesized, HERE)
    with pytest.raises(NotReady, match=f"{chosen} is called from eu-west-1 alone, and is in eu-central-1"):
        check_quote_function(synthesized, HERE)


def test_a_stack_that_there_is_not_is_named(tmp_path: Path) -> None:
    folder = assembly(tmp_path, "PaidOnceData", "PaidOnceApi")

    with pytest.raises(NotReady, match="no such stack: PaidOnceWeb; there are PaidOnceData, PaidOnceApi"):
        read_assembly(folder, ("PaidOnceWeb",))
    with pytest.raises(NotReady, match="holds no synthesized app"):
        read_assembly(tmp_path / "nothing")


def test_a_second_deployment_from_the_same_folder_waits(begun: list[list[str]], capsys: Said) -> None:
    deploy.FOLDER.mkdir()
    with (deploy.FOLDER / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        assert deploy.main([]) == 2

    assert "another `make deploy` runs from this folder" in capsys.readouterr().err
    assert deployments(begun) == []


def test_what_cannot_be_counted_is_named_beside_the_costs() -> None:
    provisioned = {"Type": "AWS::Lambda::Alias", "Properties": {"ProvisionedConcurrencyConfig": {}}}
    resources = {"a": {"Type": "AWS::New::Thing"}, "b": provisioned}
    lines = costs(Assembly(Path("-"), {"PaidOnceNew": {"Resources": resources}}, 0))

    assert "  not counted, look it up: AWS::New::Thing" in lines
    assert "  not counted, look it up: AWS::Lambda::Alias with provisioned capacity" in lines


def test_what_is_shown_of_the_app_is_what_its_templates_hold(template: Template) -> None:
    whole = Assembly(Path("-"), template.stacks, 0)

    said = plan(whole, HERE, "no keys yet")

    assert f"{len(template.resources('AWS::Lambda::Function'))} functions" in said
    assert "Payments: no keys yet" in said
    assert "1 x web ACL and month" in said
    assert Fraction(20) < sum(one.usd for one in standing(template.stacks)) < Fraction(100)


def test_what_a_release_relies_on_is_a_migration_that_there_is() -> None:
    assert set(CONTRACTED) <= MIGRATIONS.keys()
