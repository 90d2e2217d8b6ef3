"""Every function: a log of its own, no secrets in its environment, an answer in time."""

import json

from contract.every_call import CALLS
from harness.routes import read_routes
from harness.template import Template

BUDGET_SECONDS = 29


def test_what_follows_from_a_request_is_traced_and_what_nobody_can_sample_is_not(template: Template) -> None:
    by_event = {target["Arn"] for rule in template.rules.values() for target in rule.properties["Targets"]}
    sent = json.dumps([template.definition(machine) for machine in template.machines.values()])
    ours = {queue.arn for queue in template.queues.values() if queue.name in sent}
    by_source = {
        source.properties["FunctionName"]
        for source in template.resources("AWS::Lambda::EventSourceMapping")
        if source.properties["EventSourceArn"] not in ours  # a machine decided about its own message
    }

    behind_socket = str([one.properties for one in template.resources("AWS::ApiGatewayV2::Integration")])

    for function in template.functions.values():
        # API Gateway samples nothing of a socket.
        alone = function.arn in by_event or function.name in by_source or function.arn in behind_socket
        traced = function.properties.get("TracingConfig") == {"Mode": "Active"}
        assert traced is not alone, function.construct
    for machine in template.resources("AWS::StepFunctions::StateMachine"):
        assert machine.properties["TracingConfiguration"] == {"Enabled": True}, machine.construct


def test_a_small_share_of_requests_is_sampled_at_any_pace(template: Template) -> None:
    (rule,) = template.resources("AWS::XRay::SamplingRule")
    (api,) = template.resources("AWS::ApiGateway::RestApi")
    (stage,) = template.resources("AWS::ApiGateway::Stage")

    sampling = rule.properties["SamplingRule"]
    assert sampling["ServiceName"] == f"{api.properties['Name']}/{stage.properties['StageName']}"
    assert (sampling["ReservoirSize"], sampling["FixedRate"]) == (0, 0.01)


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
