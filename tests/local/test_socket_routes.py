"""Which route a message takes in the embedded cloud."""

import subprocess
import sys

SELECTS = """
from ministack.services import apigateway
from local.aws.patches import socket_routes

socket_routes.apply(None)
for text in ('{"type": "ping"}', "[" * 15000 + "]" * 15000, '{"type": ' + "[" * 15000 + "]" * 15000 + "}"):
    print(apigateway._evaluate_route_selection("$request.body.type", text))
"""


def test_whatever_is_nested_too_deep_takes_the_route_of_all_that_is_no_message() -> None:
    """In a process of its own: patches last."""
    ran = subprocess.run([sys.executable, "-c", SELECTS], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["ping", "$default", "$default"]
