"""Where a Chromium is on this machine."""

import shutil
from pathlib import Path

NO_BROWSER = "no Chromium here: no story was told in a browser (Debian has it as chromium)"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)


def find_chromium() -> str | None:
    """The program's path; None where there is none."""
    named = (shutil.which(name) for name in NAMES)
    return next((path for path in [*named, *(str(one) for one in MACOS if one.is_file())] if path), None)
