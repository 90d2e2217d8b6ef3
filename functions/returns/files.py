"""The photos of returns in the bucket for files: `returns/<return id>/<photo>`.

A browser uploads them itself, by a form that allows one object of one type and a bounded size, for a while.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from functions.shared import clock

MAX_BYTES = 5 * 1024 * 1024
FORM_SECONDS = 600
LINK_SECONDS = 300
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


@dataclass(frozen=True)
class UploadForm:
    """A form to be posted to `url` with these fields and, as its last one, `file`."""

    url: str
    fields: dict[str, str]
    expires_at: datetime


@dataclass(frozen=True)
class Photo:
    """What was uploaded; `link` shows it for five minutes."""

    name: str
    size: int
    uploaded_at: datetime
    link: str


def upload_form(return_id: str, name: str, content_type: str) -> UploadForm:
    """Asks nobody: the form is signed with this process's own credentials."""
    expires_at = clock.now() + timedelta(seconds=FORM_SECONDS)
    form = _client().generate_presigned_post(
        Bucket=os.environ["FILES_BUCKET"],
        Key=_folder(return_id) + name,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, MAX_BYTES]],
        ExpiresIn=FORM_SECONDS,
    )
    return UploadForm(form["url"], form["fields"], expires_at)


def uploaded(return_id: str) -> Iterator[Photo]:
    """The photos that were uploaded for a return: at most ten, so one page."""
    bucket, folder = os.environ["FILES_BUCKET"], _folder(return_id)
    for found in _client().list_objects_v2(Bucket=bucket, Prefix=folder).get("Contents", []):
        link = _client().generate_presigned_url(
            "get_object", Params={"Bucket": bucket, "Key": found["Key"]}, ExpiresIn=LINK_SECONDS
        )
        yield Photo(found["Key"].removeprefix(folder), found["Size"], found["LastModified"], link)


def _folder(return_id: str) -> str:
    return f"returns/{return_id}/"


@cache
def _client() -> Any:
    """Addresses in the bucket's own region: a form that is redirected loses what it carries."""
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "virtual"},
        connect_timeout=1,
        read_timeout=3,
        retries={"mode": "standard", "total_max_attempts": 2},
    )
    return boto3.client("s3", config=config)
