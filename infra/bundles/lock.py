"""Writes requirements.lock: all that requirements.txt needs on Lambda's Python and machine, with hashes.

`make lock` keeps what is locked as far as the list allows; without the old file it takes the newest.
"""

import subprocess
import sys

from infra.bundles.build import LOCK
from infra.bundles.target import LAMBDA, ROOT

LIST = "requirements.txt"
PLATFORM = "aarch64-manylinux_2_28"


def command() -> list[str]:
    """No address of a registry goes into the file: whoever installs has one of their own."""
    lock = [sys.executable, "-m", "uv", "pip", "compile", LIST, "--output-file", LOCK.name]
    lock += ["--generate-hashes", "--only-binary", ":all:"]
    lock += ["--python-version", LAMBDA.python, "--python-platform", PLATFORM]
    return [*lock, "--custom-compile-command", "make lock", "--quiet"]


if __name__ == "__main__":
    sys.exit(subprocess.run(command(), cwd=ROOT, timeout=600).returncode)  # noqa: S603 - our own arguments
