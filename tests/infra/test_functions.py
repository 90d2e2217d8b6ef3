"""Every function: a role of its own, a log of its own, and no wider reach than it needs."""

from contract.calls import CALLS
from tests.world.permissions import role_of, statements
from tests.world.routes import read_routes
from tests.world.template import Template

BUDGET_SECONDS = 29


def test_every_function_has_a_role_of_its_own(template: Template) -> None:
    roles = [role_of(function) for function in template.functions.values()]

    assert len(set(roles)) == len(roles)


def test_no_function_role_has_a_managed_policy(template: Template) -> None:
    roles = {role_of(function) for function in template.functions.values()}

    managed = [
        role.name for role in template.resources("AWS::IAM::Role") if "ManagedPolicyArns" in role.properties
    ]
    assert roles.isdisjoint(managed)


def test_no_function_may_do_everything_of_a_service_or_anything_everywhere(template: Template) -> None:
    for function in template.functions.values():
        for actions, resources in statements(template, role_of(function)):
            assert not [action for action in actions if "*" in action], function.construct
            assert "*" not in resources, function.construct


def test_what_a_role_holds_within_itself_is_tracing_and_for_a_machine_its_log(template: Template) -> None:
    """On any resource, as AWS has it. What else a role allows is in policies, held against the calls."""
    for role in template.resources("AWS::IAM::Role"):
        for policy in role.properties.get("Policies", []):
            (statement,) = policy["PolicyDocument"]["Statement"]
            prefix = {"Tracing": "xray:", "Logging": "logs:"}[policy["PolicyName"]]
            assert all(action.startswith(prefix) for action in statement["Action"]), role.construct


def test_every_function_and_machine_is_traced(template: Template) -> None:
    modes = {function.properties["TracingConfig"]["Mode"] for function in template.functions.values()}

    assert modes == {"Active"}
    assert template.machine.properties["TracingConfiguration"] == {"Enabled": True}


def test_every_function_writes_to_a_log_of_its_own_that_is_not_kept_for_ever(template: Template) -> None:
    logs = [function.properties["LoggingConfig"]["LogGroup"] for function in template.functions.values()]
    kept = {log.name: log.properties["RetentionInDays"] for log in template.resources("AWS::Logs::LogGroup")}

    assert len(set(logs)) == len(logs)
    assert all(kept[log] <= 90 for log in logs)


def test_no_environment_holds_a_secret(template: Template) -> None:
    """Names and addresses only: what is secret is read from Secrets Manager by its name."""
    for function in template.functions.values():
        for name, value in function.properties["Environment"]["Variables"].items():
            assert not value.startswith(("sk_", "whsec_")), name


def test_api_functions_answer_before_the_gateway_gives_up(template: Template) -> None:
    for route in read_routes(template):
        assert template.functions[route.function].properties["Timeout"] <= BUDGET_SECONDS, route


def test_the_api_has_the_calls_that_the_document_promises_and_asks_for_a_session_where_it_says_so(
    template: Template,
) -> None:
    deployed = {(route.method, route.resource, route.personal) for route in read_routes(template)}

    assert deployed == {(call.method.upper(), call.path, call.personal) for call in CALLS}
