"""The whole shop on this machine: `python -m local`, or `make run`.

Environment: PORT (default 8000) is the shop's port; KEEP=1 keeps what an earlier run stored; PATIENCE
(default brisk) names how long the shop waits for customers and kitchen (infra/patience.py); ALLOW_ORIGINS are
the origins of pages from elsewhere that may call the API (default: what cdk.json's context says);
KITCHEN=off leaves the kitchen out, and confirmed orders CONFIRMED; CRASH=off leaves the crash bench out.
PROVIDER is the address of another run's payment sandbox, for two shops that are one in two regions.
Exit status: 0 after a stop that was asked for, 2 if the run cannot start as asked, 1 if something broke.
"""

import json
import os
import sys

from infra.origins import InvalidOrigins, read_origins
from local.children import ChildFailed
from local.claim import Refused, parse_port
from local.deploy import DeployFailed
from local.launcher import Options, run
from local.settings import ROOT
from local.synth import SynthFailed

DEFAULT_PORT = "8000"
DEFAULT_PATIENCE = "brisk"


def parse_origins() -> tuple[str, ...]:
    """Those of ALLOW_ORIGINS, or of the context that a deployment has too. Raises Refused."""
    deployed = json.loads((ROOT / "cdk.json").read_text())["context"].get("allowOrigins", "")
    try:
        return read_origins(os.environ.get("ALLOW_ORIGINS") or deployed)
    except InvalidOrigins as wrong:
        raise Refused(f"ALLOW_ORIGINS: {wrong}") from None


def parse_switch(name: str) -> bool:
    """Whether what this variable is named after runs: unless it is off. Raises Refused."""
    text = os.environ.get(name) or "on"
    if text in ("on", "off"):
        return text == "on"
    raise Refused(f"{name} must be on or off, not {text!r}")


def main() -> int:
    try:
        port = parse_port(os.environ.get("PORT") or DEFAULT_PORT)
        patience = os.environ.get("PATIENCE") or DEFAULT_PATIENCE
        keep = os.environ.get("KEEP") == "1"
        run(
            Options(
                port,
                keep=keep,
                patience=patience,
                allow_origins=parse_origins(),
                kitchen=parse_switch("KITCHEN"),
                crash=parse_switch("CRASH"),
                provider=os.environ.get("PROVIDER", ""),
            )
        )
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except (ChildFailed, DeployFailed, SynthFailed) as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
