"""Answers the execution that waits for a customer."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config


def resume(task_token: str) -> None:
    """The customer did what the bank asked. A token that was answered or has expired is fine."""
    client = _client()
    try:
        client.send_task_success(taskToken=task_token, output="{}")
    except _gone(client):
        return


def refuse(task_token: str, error: str) -> None:
    """The payment came to nothing; `error` is the name that the state machine catches."""
    client = _client()
    try:
        client.send_task_failure(taskToken=task_token, error=error)
    except _gone(client):
        return


def _gone(client: Any) -> tuple[type[Exception], ...]:
    """How the service says that nobody waits with this token any more. It gave the token out itself, so that
    it does not know it means the same."""
    known = client.exceptions
    return known.TaskTimedOut, known.TaskDoesNotExist, known.InvalidToken


@cache
def _client() -> Any:
    config = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 2})
    return boto3.client("stepfunctions", config=config)
