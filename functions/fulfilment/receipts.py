"""Receipts in the bucket for files: `receipts/<order id>.html`."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from botocore.exceptions import ClientError

from functions.fulfilment.receipt import Receipt
from functions.shared import clock, files

LINK_SECONDS = 300
HTML = "text/html; charset=utf-8"
SHOWN = "inline"
ANY, THERE_ALREADY = "*", "PreconditionFailed"
"""Asked of S3 and answered by it: nothing may have this key yet."""


@dataclass(frozen=True)
class Link:
    """Shows one receipt to whoever holds it, until it expires."""

    url: str = field(repr=False)
    expires_at: datetime


def write_once(receipt: Receipt) -> None:
    """Encrypted as the bucket does it. The receipt that an order has already stays as it is."""
    try:
        files.client().put_object(
            Bucket=files.bucket(),
            Key=_key(receipt.order_id),
            Body=receipt.html().encode(),
            ContentType=HTML,
            ContentDisposition=SHOWN,
            IfNoneMatch=ANY,
        )
    except ClientError as refused:
        if refused.response["Error"]["Code"] != THERE_ALREADY:
            raise


def link(order_id: str) -> Link:
    """Asks nobody: the link is signed with this process's own credentials."""
    expires_at = clock.now() + timedelta(seconds=LINK_SECONDS)
    shown = {"ResponseContentType": HTML, "ResponseContentDisposition": SHOWN}
    url = files.client().generate_presigned_url(
        "get_object",
        Params={"Bucket": files.bucket(), "Key": _key(order_id), **shown},
        ExpiresIn=LINK_SECONDS,
    )
    return Link(url, expires_at)


def _key(order_id: str) -> str:
    return f"receipts/{order_id}.html"
