"""Clients of AWS's services. Each call has a time limit and a bounded number of tries, so that its worst case
is known and fits into the life of the function that makes it."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

_NAMED = f"Boto3/{boto3.__version__} app/PaidOnce"
"""What the services are told of who asks. botocore would put its own, longer one together twice a call."""


@cache
def client(
    service: str,
    *,
    connect_seconds: float = 1,
    read_seconds: float = 3,
    tries: int = 2,
    signing: bool = False,
    endpoint: str | None = None,
) -> Any:
    """One client a process for each service. A call takes at most `tries` times both seconds together.

    `endpoint` is the address of one that has its own. `signing` is for links and forms of S3: they name the
    bucket's own region, since what was signed for another host does not fit there.
    """
    options: dict[str, Any] = (
        {"signature_version": "s3v4", "s3": {"addressing_style": "virtual"}} if signing else {}
    )
    config = Config(
        connect_timeout=connect_seconds,
        read_timeout=read_seconds,
        retries={"mode": "standard", "total_max_attempts": tries},
        user_agent=_NAMED,
        # The service checks what it is sent, and refuses it as clearly.
        parameter_validation=False,
        **options,
    )
    return boto3.client(service, config=config, endpoint_url=endpoint)
