"""Keeps invocations that share this process from seeing each other, as separate Lambda processes would.

Four things are kept per process by those who assume one invocation at a time: the environment, Powertools'
current event (a class attribute), what its router knows of a request (its `context`, emptied when a request
ends) and the Lambda context of its idempotency (a shared configuration).
"""

import os
from collections.abc import Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from inspect import getsource
from typing import Any
from unittest.mock import patch

from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.event_handler.api_gateway import ApiGatewayResolver
from aws_lambda_powertools.utilities.idempotency import IdempotencyConfig

from harness.invocation import Invocation, current, entered


class Environment(MutableMapping[str, str]):
    """os.environ, except that what the template gives to functions is seen by those it is given to.

    Outside any function (a test that calls a store) all of it is seen: names agree, which is asserted.
    """

    def __init__(self, real: MutableMapping[str, str], functions: dict[str, dict[str, str]]) -> None:
        self._real = real
        self._functions = functions
        self._all: dict[str, str] = {}
        for name, variables in functions.items():
            for key, value in variables.items():
                assert self._all.setdefault(key, value) == value, f"{name} is given another {key}"

    def redeployed(self, key: str, value: str) -> None:
        """Functions that are given this are given another value from now on."""
        for variables in (self._all, *self._functions.values()):
            if key in variables:
                variables[key] = value

    def _given(self) -> dict[str, str]:
        invocation = current()
        return invocation.environment if invocation else self._all

    def __getitem__(self, key: str) -> str:
        return self._given()[key] if key in self._all else self._real[key]

    def __setitem__(self, key: str, value: str) -> None:
        self._real[key] = value

    def __delitem__(self, key: str) -> None:
        del self._real[key]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._real, **self._given()})

    def __len__(self) -> int:
        return len({**self._real, **self._given()})

    def copy(self) -> dict[str, str]:
        return dict(self)


@contextmanager
def isolated(environment: Environment) -> Iterator[None]:
    assert "BaseRouter.current_event = self._to_proxy_event(" in getsource(ApiGatewayResolver.resolve)
    assert "self.context.clear()" in getsource(ApiGatewayResolver.clear_context)
    assert "self.lambda_context = lambda_context" in getsource(IdempotencyConfig.register_lambda_context)
    to_proxy_event = ApiGatewayResolver._to_proxy_event

    def keep(resolver: Any, event: dict[str, Any]) -> Any:
        _running().proxy_event = to_proxy_event(resolver, event)
        return _running().proxy_event

    kept = property(lambda _: _running().proxy_event)
    context = property(lambda _: _running().route, lambda _router, _value: None)
    of_lambda = property(_lambda_context, lambda _config, _value: None)
    with (
        patch.object(os, "environ", environment),
        patch.object(ApiGatewayResolver, "context", context, create=True),
        patch.object(ApiGatewayResolver, "_to_proxy_event", keep),
        patch.object(APIGatewayRestResolver, "current_event", kept, create=True),
        patch.object(IdempotencyConfig, "lambda_context", of_lambda, create=True),
        patch.object(ThreadPoolExecutor, "submit", _submitting(ThreadPoolExecutor.submit)),
    ):
        yield


def _running() -> Invocation:
    invocation = current()
    assert invocation, "call API handlers through world.api or world.invoke"
    return invocation


def _submitting(submit: Callable[..., Any]) -> Callable[..., Any]:
    """What a handler does in threads of its own belongs to its invocation."""

    def carried(pool: ThreadPoolExecutor, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        invocation = current()
        if invocation is None:
            return submit(pool, work, *args, **kwargs)

        def within() -> Any:
            with entered(invocation):
                return work(*args, **kwargs)

        return submit(pool, within)

    return carried


def _lambda_context(_: IdempotencyConfig) -> Any:
    invocation = current()
    return invocation.context if invocation else None
