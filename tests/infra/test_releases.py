"""What a release is in the templates: versions that stay, aliases that move step by step, and alarms that put
them back, and are there."""

from collections.abc import Iterator
from typing import Any

from functions.shared.observe import NAMESPACE, UNEXPECTED
from harness.routes import read_routes
from harness.template import PUBLISHED, Properties, Template, unqualified
from tests.privilege.machines import tasks

LIVE = "live"
VERSION, ALIAS = "AWS::Lambda::Version", "AWS::Lambda::Alias"
MACHINE_VERSION, MACHINE_ALIAS = (
    "AWS::StepFunctions::StateMachineVersion",
    "AWS::StepFunctions::StateMachineAlias",
)
ALARM, GROUP = "AWS::CloudWatch::Alarm", "AWS::CodeDeploy::DeploymentGroup"
GATEWAYS = ("AWS::ApiGateway::Method", "AWS::ApiGateway::Authorizer", "AWS::ApiGatewayV2::Integration")


def resources(template: Template, kind: str) -> Iterator[tuple[str, str, Properties]]:
    """Stack, logical id and the resource as the template has it, with its policies."""
    for stack, found in template.stacks.items():
        for name, resource in found["Resources"].items():
            if resource["Type"] == kind:
                yield stack, name, resource


def references(part: Any) -> set[str]:
    """The logical ids that are referred to by `Ref`, anywhere in it."""
    if isinstance(part, list):
        return {name for one in part for name in references(one)}
    if isinstance(part, dict):
        own = {part["Ref"]} if part.keys() == {"Ref"} else set()
        return own | {name for one in part.values() for name in references(one)}
    return set()


# machines


def test_every_state_names_a_version_of_its_function(template: Template) -> None:
    for machine in template.machines.values():
        for name, task in tasks(template.definition(machine)):
            if "QueueUrl" not in task.get("Parameters", {}):
                called = task.get("Parameters", {}).get("FunctionName", task["Resource"])
                assert called == f"{unqualified(called)}:{PUBLISHED}", f"{machine.construct}/{name}"


def test_a_machine_names_versions_of_its_own_stack(template: Template) -> None:
    """CloudFormation refuses to change what another stack imports, and every release changes a version."""
    for stack, _, resource in resources(template, "AWS::StepFunctions::StateMachine"):
        for name, value in resource["Properties"]["DefinitionSubstitutions"].items():
            assert value.keys() == {"Ref"}, name
            assert value["Ref"] in template.stacks[stack]["Resources"], name
    imported = {
        output
        for found in template.stacks.values()
        for output, one in found.get("Outputs", {}).items()
        if any("CurrentVersion" in name for name in references(one["Value"]))
    }
    assert not imported


def test_every_machine_is_begun_by_its_alias_and_by_nothing_else(template: Template) -> None:
    arns = {machine.arn for machine in template.machines.values()}
    assert {one["Properties"]["Name"] for _, _, one in resources(template, MACHINE_ALIAS)} == {LIVE}
    assert len(list(resources(template, MACHINE_ALIAS))) == len(arns)
    named = {
        (function.construct, name): value
        for function in template.functions.values()
        for name, value in function.properties["Environment"]["Variables"].items()
        if name.endswith("_MACHINE")
    }
    assert named
    assert {key for key, value in named.items() if value not in {f"{arn}:{LIVE}" for arn in arns}} == set()
    outputs = template.outputs()
    assert {outputs[f"{name}Machine"] for name in template.machines} == {f"{arn}:{LIVE}" for arn in arns}


def test_an_alias_of_a_machine_moves_to_the_version_of_what_was_deployed(template: Template) -> None:
    versions = {name: one["Properties"] for _, name, one in resources(template, MACHINE_VERSION)}
    for stack, name, alias in resources(template, MACHINE_ALIAS):
        moved = alias["Properties"]["DeploymentPreference"]
        version = versions[moved["StateMachineVersionArn"]["Ref"]]
        machine = version["StateMachineArn"]["Ref"]
        assert version["StateMachineRevisionId"] == {"Fn::GetAtt": [machine, "StateMachineRevisionId"]}, name
        assert (moved["Type"], moved["Percentage"], moved["Interval"]) == ("CANARY", 10, 5)
        assert machine in template.stacks[stack]["Resources"]


# functions


def test_every_function_behind_a_gateway_is_called_by_its_alias(template: Template) -> None:
    uris = [text for kind in GATEWAYS for one in template.resources(kind) for text in _uris(one.properties)]
    behind = {function for route in read_routes(template) if (function := route.function)}
    assert behind
    assert len(uris) > len(behind)
    assert [uri for uri in uris if not uri.endswith(f":{LIVE}/invocations")] == []
    aliases = {one.properties["FunctionName"] for one in template.resources(ALIAS)}
    assert {template.functions[name].name for name in behind} <= aliases


def _uris(properties: Properties) -> Iterator[str]:
    integration = properties.get("Integration", properties)
    for name in ("Uri", "AuthorizerUri", "IntegrationUri"):
        if name in integration:
            yield integration[name]


def test_an_alias_is_at_the_version_of_the_code_beside_it_and_moves_by_codedeploy(template: Template) -> None:
    groups = {name: one["Properties"] for _, name, one in resources(template, GROUP)}
    versions = {name: one["Properties"] for _, name, one in resources(template, VERSION)}
    moved = set()
    for _, name, alias in resources(template, ALIAS):
        (version, attribute) = alias["Properties"]["FunctionVersion"]["Fn::GetAtt"]
        assert attribute == "Version"
        assert versions[version]["FunctionName"] == alias["Properties"]["FunctionName"], name
        policy = alias["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]
        group = groups[policy["DeploymentGroupName"]["Ref"]]
        assert group["ApplicationName"] == policy["ApplicationName"]
        assert group["DeploymentConfigName"] == "CodeDeployDefault.LambdaCanary10Percent5Minutes"
        back = group["AutoRollbackConfiguration"]
        assert back["Enabled"]
        assert set(back["Events"]) == {"DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"}
        moved.add(policy["DeploymentGroupName"]["Ref"])
    assert moved == set(groups)


def test_no_version_is_removed_by_a_release(template: Template) -> None:
    """An execution may need it yet: `ops prune-versions` looks."""
    for kind in (VERSION, MACHINE_VERSION):
        found = list(resources(template, kind))
        assert found
        for _, name, version in found:
            assert (version["DeletionPolicy"], version["UpdateReplacePolicy"]) == ("Retain", "Retain"), name


# alarms


def watched(template: Template) -> dict[str, tuple[str, list[Any]]]:
    """What moves, by its logical id: its stack, and the alarms that put it back, as the template has them."""
    groups = {
        name: (stack, [alarm["Name"] for alarm in one["Properties"]["AlarmConfiguration"]["Alarms"]])
        for stack, name, one in resources(template, GROUP)
        if one["Properties"]["AlarmConfiguration"]["Enabled"]
    }
    aliases = {
        name: (stack, one["Properties"]["DeploymentPreference"]["Alarms"])
        for stack, name, one in resources(template, MACHINE_ALIAS)
    }
    return groups | aliases


def test_whatever_moves_is_put_back_by_alarms_that_exist(template: Template) -> None:
    """An alarm that does not exist counts as one that is silent, says AWS: a name alone proves nothing."""
    alarms = {(stack, name) for stack, name, _ in resources(template, ALARM)}
    moving = watched(template)
    assert len(moving) == len(list(resources(template, GROUP))) + len(template.machines)
    for name, (stack, named) in moving.items():
        assert len(named) == 2, name
        for alarm in named:
            assert alarm.keys() == {"Ref"}, f"{name} names an alarm by a text that nothing holds"
            assert (stack, alarm["Ref"]) in alarms, name


def test_what_moves_is_watched_by_what_it_breaks(template: Template) -> None:
    """Each by the errors of its own alias or machine, and all by what our code counts as unexpected."""
    alarms = {name: one["Properties"] for _, name, one in resources(template, ALARM)}
    for stack, name, alias in resources(template, ALIAS):
        function = alias["Properties"]["FunctionName"]["Ref"]
        group = alias["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]["DeploymentGroupName"]["Ref"]
        own, shared = (alarms[alarm["Ref"]] for alarm in watched(template)[group][1])
        assert (own["Namespace"], own["MetricName"]) == ("AWS/Lambda", "Errors"), name
        assert own["Dimensions"] == [
            {"Name": "FunctionName", "Value": {"Ref": function}},
            {"Name": "Resource", "Value": {"Fn::Join": ["", [{"Ref": function}, f":{LIVE}"]]}},
        ]
        assert (shared["Namespace"], shared["MetricName"]) == (NAMESPACE, UNEXPECTED)
        assert stack
    for _, name, alias in resources(template, MACHINE_ALIAS):
        shared, own = (alarms[one["Ref"]] for one in alias["Properties"]["DeploymentPreference"]["Alarms"])
        version = alias["Properties"]["DeploymentPreference"]["StateMachineVersionArn"]["Ref"]
        machine = next(one for _, id_, one in resources(template, MACHINE_VERSION) if id_ == version)
        assert (own["Namespace"], own["MetricName"]) == ("AWS/States", "ExecutionsFailed")
        arn = machine["Properties"]["StateMachineArn"]
        assert own["Dimensions"] == [{"Name": "StateMachineArn", "Value": arn}], name
        assert (shared["Namespace"], shared["MetricName"]) == (NAMESPACE, UNEXPECTED)
        assert "Dimensions" not in shared


def test_an_alarm_goes_off_at_the_third_failure_of_a_minute(template: Template) -> None:
    """One or two are what a service does that is silent for a moment; no calls at all are no failure."""
    named = {alarm["Ref"] for _, alarms in watched(template).values() for alarm in alarms}
    for name in named:
        alarm = next(one["Properties"] for _, id_, one in resources(template, ALARM) if id_ == name)
        assert (alarm["Statistic"], alarm["Period"], alarm["EvaluationPeriods"]) == ("Sum", 60, 1)
        assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (3, "GreaterThanOrEqualToThreshold")
        assert alarm["TreatMissingData"] == "notBreaching"


# at once


def test_a_release_at_once_moves_the_same_aliases_in_one_step(template: Template, at_once: Template) -> None:
    for kind in (ALIAS, MACHINE_ALIAS):
        gradual = {name for _, name, _ in resources(template, kind)}
        assert {name for _, name, _ in resources(at_once, kind)} == gradual
    for _, _, alias in resources(at_once, ALIAS):
        assert "UpdatePolicy" not in alias
    for _, _, alias in resources(at_once, MACHINE_ALIAS):
        assert alias["Properties"]["DeploymentPreference"].keys() == {"Type", "StateMachineVersionArn"}
        assert alias["Properties"]["DeploymentPreference"]["Type"] == "ALL_AT_ONCE"
    assert list(resources(at_once, GROUP)) == []


def test_a_release_note_makes_every_version_another(template: Template, at_once: Template) -> None:
    """Lambda publishes none of code that did not change since the last, not even after a rollback."""
    noted = {name for _, name, _ in resources(at_once, VERSION)}
    assert noted.isdisjoint(name for _, name, _ in resources(template, VERSION))
    assert {one.properties["Description"] for one in at_once.functions.values()} == {"again"}
