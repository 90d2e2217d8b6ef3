"""The Api stack: the REST API and its authorizer. The functions behind it are the Handlers stack's and the
Operations stack's: CloudFormation takes 500 resources a stack, and each route is two or three."""

from functools import partial

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_events as events
from constructs import Construct

from functions.shared.cors import VARIABLE
from infra.bundles.assets import dependency_layer
from infra.parts.functions import API_TIMEOUT, Function, MakeFunction
from infra.parts.gateway import (
    API,
    acknowledge_method,
    acknowledge_preflight,
    acknowledge_stage,
    stage_options,
)
from infra.parts.problems import answer_in_problems
from infra.settings import Settings
from infra.stacks.api_answers import cancel_function, report_function
from infra.stacks.api_carts import cart_function, merge_function
from infra.stacks.api_catalog import storefront_function
from infra.stacks.api_conversations import conversations_function
from infra.stacks.api_credit import credit_function
from infra.stacks.api_live import tickets_function
from infra.stacks.api_orders import checkouts_function, orders_function
from infra.stacks.api_payments import SUBSCRIPTION, WEBHOOK, webhook_function
from infra.stacks.api_receipts import receipt_function
from infra.stacks.api_returns import photos_function, returns_function
from infra.stacks.api_session_data import session_data_function
from infra.stacks.api_sessions import (
    current_session_function,
    login_function,
    session_authorizer,
    sessions_function,
)
from infra.stacks.cache import CacheStack
from infra.stacks.data import DataStack
from infra.stacks.fulfilment import Fulfilment
from infra.stacks.identity import Issuer
from infra.stacks.live import LiveStack
from infra.stacks.operations import OperationsStack
from infra.stacks.returns import ReturnsStack
from infra.stacks.workflow import WorkflowStack

REPORT = "POST /fulfilments/{callback_id}"
CANCEL = "POST /orders/{order_id}/cancel"


class ApiStack(Stack):
    """`handlers`: the stack that the functions behind the API are made in, but for the authorizer."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        handlers: Stack,
        data: DataStack,
        workflow: WorkflowStack,
        fulfilment: Fulfilment,
        returns: ReturnsStack,
        operations: OperationsStack,
        bus: events.IEventBus,
        live: LiveStack,
        issuer: Issuer,
        cache: CacheStack | None,
        settings: Settings,
    ) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: the HTTP API")
        self._data = data
        self._workflow = workflow
        self._fulfilment = fulfilment
        self._returns = returns
        self._operations = operations
        self._bus = bus
        self._live = live
        self._issuer = issuer
        self._cache = cache
        self._settings = settings
        self._make = _maker(handlers)
        self.api = apigateway.RestApi(
            self,
            "Api",
            rest_api_name=API,
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            deploy_options=stage_options(self),
            cloud_watch_role=False,  # the account's, not this API's: infra/stacks/region.py
        )
        acknowledge_stage(self.api)
        answer_in_problems(self, self.api, settings.allow_origins)
        self._route()
        CfnOutput(self, "ApiId", value=self.api.rest_api_id)
        CfnOutput(self, "ApiUrl", value=self.api.url)
        CfnOutput(self, "WebhookUrl", value=self.api.url_for_path("/payments/webhook"))
        CfnOutput(self, "WebhookEvents", value=SUBSCRIPTION)

    def _route(self) -> None:
        authorizer = session_authorizer(self, _maker(self), self._data)
        current = current_session_function(self._make, self._data, self._live)
        for call, function in (self._public() | {"DELETE /sessions/current": current}).items():
            self._method(call, function, None)
        own = {"GET /sessions/current": current, "DELETE /sessions": current}
        for call, function in (self._personal() | own | self._operations.routes).items():
            self._method(call, function, authorizer)

    def _public(self) -> dict[str, Function]:
        sessions = sessions_function(self._make, self._data)
        storefront = storefront_function(self._make, self._data)
        login = login_function(
            self._make,
            self._data,
            self._live,
            self._issuer,
            behind_edge=self._settings.behind_cloudfront,
        )
        return {
            "POST /sessions": sessions,
            "POST /sessions/order": sessions,
            "GET /sessions/login": login,
            "POST /sessions/login": login,
            "GET /catalog": storefront,
            "GET /catalog/{sku}": storefront,
            "GET /openapi.json": storefront,
            "GET /asyncapi.json": storefront,
            WEBHOOK: webhook_function(
                self._make, self._data, self._workflow.machine.state_machine_arn, self._settings
            ),
            REPORT: report_function(self._make, self._data, self._fulfilment, self._settings),
        }

    def _personal(self) -> dict[str, Function]:
        tickets = tickets_function(self._make, self._data)
        cart = cart_function(self._make, self._data, self._settings)
        orders = orders_function(self._make, self._data)
        credit = credit_function(self._make, self._data, behind_edge=self._settings.behind_cloudfront)
        conversations = conversations_function(self._make, self._data, self._bus, self._live)
        returns = returns_function(self._make, self._data, self._returns)
        kept = session_data_function(self._make, self._data, self._cache, self._settings)
        return {
            "GET /sessions/current/data": kept,
            "PUT /sessions/current/data": kept,
            "DELETE /sessions/current/data": kept,
            "POST /live/tickets": tickets,
            "GET /cart": cart,
            "PUT /cart/lines/{line_id}": cart,
            "DELETE /cart/lines/{line_id}": cart,
            "PUT /cart/delivery": cart,
            "PUT /cart/codes/{code}": cart,
            "DELETE /cart/codes/{code}": cart,
            "PUT /cart/credit": cart,
            "DELETE /cart/credit": cart,
            "POST /cart/merge": merge_function(self._make, self._data, self._settings),
            "GET /credit": credit,
            "POST /credit/redeem": credit,
            "POST /checkouts": checkouts_function(self._make, self._data, self._workflow, self._settings),
            "GET /orders": orders,
            "GET /orders/{order_id}": orders,
            CANCEL: cancel_function(self._make, self._data, self._workflow, self._fulfilment, self._settings),
            "GET /orders/{order_id}/receipt": receipt_function(self._make, self._data),
            "GET /conversations": conversations,
            "GET /conversations/{conversation}/messages": conversations,
            "POST /conversations/{conversation}/messages": conversations,
            "PUT /conversations/{conversation}/read": conversations,
            "POST /orders/{order_id}/returns": returns,
            "GET /orders/{order_id}/returns": returns,
            "POST /orders/{order_id}/returns/{return_id}/photos": photos_function(self._make, self._data),
        }

    def _method(self, call: str, function: Function, authorizer: apigateway.IAuthorizer | None) -> None:
        verb, path = call.split(" ")
        integration = apigateway.LambdaIntegration(function.live, scope_permission_to_method=False)
        resource = self.api.root.resource_for_path(path)
        method = resource.add_method(
            verb,
            integration,
            authorizer=authorizer,
            api_key_required=self._settings.behind_cloudfront or None,
        )
        acknowledge_method(method, public=authorizer is None)
        if self._settings.allow_origins:
            self._let_in(resource, function, integration)

    def _let_in(
        self, resource: apigateway.IResource, function: Function, integration: apigateway.LambdaIntegration
    ) -> None:
        """Pages from elsewhere: the function says whose it answers, and to those who ask before they call."""
        function.add_environment(VARIABLE, " ".join(self._settings.allow_origins))
        if resource.node.try_find_child("OPTIONS") is None:
            acknowledge_preflight(resource.add_method("OPTIONS", integration))


def _maker(stack: Stack) -> MakeFunction:
    return partial(Function, stack, layer=dependency_layer(stack), timeout=API_TIMEOUT)
