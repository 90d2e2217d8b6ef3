"""Receipts in the bucket for files: `receipts/<order id>.html`."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from functions.fulfilment.receipt import Receipt
from functions.shared import clock

LINK_SECONDS = 300
HTML = "text/html; charset=utf-8"
SHOWN = "inline"


@dataclass(frozen=True)
class Link:
    """Shows one receipt to whoever holds it, until it expires."""

    url: str
    expires_at: datetime


def store(receipt: Receipt) -> None:
    """Encrypted as the bucket does it. Storing it again puts the same bytes."""
    _client().put_object(
        Bucket=os.environ["FILES_BUCKET"],
        Key=_key(receipt.order_id),
        Body=receipt.html().encode(),
        ContentType=HTML,
        ContentDisposition=SHOWN,
    )


def link(order_id: str) -> Link:
    """Asks nobody: the link is signed with this process's own credentials."""
    expires_at = clock.now() + timedelta(seconds=LINK_SECONDS)
    shown = {"ResponseContentType": HTML, "ResponseContentDisposition": SHOWN}
    url = _client().generate_presigned_url(
        "get_object",
        Params={"Bucket": os.environ["FILES_BUCKET"], "Key": _key(order_id), **shown},
        ExpiresIn=LINK_SECONDS,
    )
    return Link(url, expires_at)


def _key(order_id: str) -> str:
    return f"receipts/{order_id}.html"


@cache
def _client() -> Any:
    """Addresses in the bucket's own region: a link that is redirected no longer fits its signature."""
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "virtual"},
        connect_timeout=1,
        read_timeout=3,
        retries={"mode": "standard", "total_max_attempts": 2},
    )
    return boto3.client("s3", config=config)
