"""The pages into the bucket that CloudFront reads."""

import mimetypes
from pathlib import Path
from typing import Any

from infra.edge.pages import ASSETS, kept

LOCAL_ONLY = ("crash.html",)
"""The crash bench kills what runs on this machine; there is none on AWS."""


def upload_pages(folder: Path, bucket: str, s3: Any) -> list[str]:
    """The names of what was uploaded, in that order: what pages ask for before the pages.

    So no page names a file that is not there yet. Files that no page names any more stay: a page that is open
    may still ask for them. Raises FileNotFoundError.
    """
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    if "index.html" not in files:
        raise FileNotFoundError(f"{folder}: no pages; build them first (make web/dist/index.html)")
    ordered = sorted((name for name in files if name not in LOCAL_ONLY), key=_when)
    for name in ordered:
        kind, _ = mimetypes.guess_type(name)
        s3.put_object(
            Bucket=bucket,
            Key=name,
            Body=(folder / name).read_bytes(),
            CacheControl=kept(name),
            ContentType=kind or "application/octet-stream",
        )
    return ordered


def _when(name: str) -> tuple[bool, bool, str]:
    return not name.startswith(ASSETS), name.endswith(".html"), name
