"""What is secret or personal does not show where a value of ours is shown: in an error, a log, a debugger."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import Field, fields, is_dataclass

import pytest

import functions

HIDDEN = {
    "email": "personal",
    "shipping_address": "personal",
    "recipient": "personal",
    "payment_method": "whoever has it may ask the card",
    "client_secret": "whoever has it may confirm the payment",
    "next_action": "holds the client secret",
    "action_url": "the bank's page of one customer",
    "task_token": "whoever has it may answer for an execution",
    "task_tokens": "the same",
    "token": "whoever has it is its owner",
    "api_key": "the provider's",
    "webhook_secret": "the provider's",
    "secret": "a session key",
    "keys": "session keys",
    "compared": "what was asked for, address included",
    "url": "whoever has a signed link may see what it shows",
    "link": "the same",
    "fields": "whoever has a signed form may upload",
    "answer_token": "a token",
}
"""By name, wherever a field is called so."""


def shown() -> Iterator[tuple[str, Field[object]]]:
    """Every field of a dataclass of ours, by its class."""
    for module in pkgutil.walk_packages(functions.__path__, "functions."):
        for name, kind in vars(importlib.import_module(module.name)).items():
            if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == module.name:
                for one in fields(kind):
                    yield f"{module.name}.{name}", one


def test_a_secret_field_is_left_out_where_its_object_is_shown() -> None:
    open_ones = [f"{where}.{one.name}" for where, one in shown() if one.name in HIDDEN and one.repr]
    assert not open_ones, "declare them as field(repr=False): " + ", ".join(open_ones)


@pytest.mark.parametrize("name", ["email", "shipping_address", "payment_method", "task_tokens", "keys"])
def test_the_names_are_those_that_fields_have(name: str) -> None:
    assert name in {one.name for _, one in shown()}
