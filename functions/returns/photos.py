"""The photos of returns in the bucket for files: `returns/<return id>/<photo>`.

A browser uploads them itself, by a form that allows one object of one type and a bounded size, for a while.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from functions.shared import clock, files

MAX_BYTES = 5 * 1024 * 1024
FORM_SECONDS = 600
LINK_SECONDS = 300
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


@dataclass(frozen=True)
class UploadForm:
    """A form to be posted to `url` with these fields and, as its last one, `file`."""

    url: str = field(repr=False)
    fields: dict[str, str] = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True)
class Photo:
    """What was uploaded; `link` shows it until it expires, after five minutes."""

    name: str
    size: int
    uploaded_at: datetime
    link: str = field(repr=False)
    expires_at: datetime


def upload_form(return_id: str, name: str, content_type: str) -> UploadForm:
    """Asks nobody: the form is signed with this process's own credentials."""
    expires_at = clock.now() + timedelta(seconds=FORM_SECONDS)
    form = files.client().generate_presigned_post(
        Bucket=files.bucket(),
        Key=_folder(return_id) + name,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, MAX_BYTES]],
        ExpiresIn=FORM_SECONDS,
    )
    return UploadForm(form["url"], form["fields"], expires_at)


def uploaded(return_id: str) -> Iterator[Photo]:
    """The photos that were uploaded for a return: at most ten, so one page."""
    bucket, folder = files.bucket(), _folder(return_id)
    expires_at = clock.now() + timedelta(seconds=LINK_SECONDS)
    for found in files.client().list_objects_v2(Bucket=bucket, Prefix=folder).get("Contents", []):
        link = files.client().generate_presigned_url(
            "get_object", Params={"Bucket": bucket, "Key": found["Key"]}, ExpiresIn=LINK_SECONDS
        )
        yield Photo(found["Key"].removeprefix(folder), found["Size"], found["LastModified"], link, expires_at)


def remove(return_id: str) -> int:
    """Delete the photos of a return; how many there were. Again finds none."""
    names = [photo.name for photo in uploaded(return_id)]
    for name in names:
        files.client().delete_object(Bucket=files.bucket(), Key=_folder(return_id) + name)
    return len(names)


def _folder(return_id: str) -> str:
    return f"returns/{return_id}/"
