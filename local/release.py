"""Releases this folder's code and machines into the shop that runs here: `python -m local.release`.

As a deployment does: executions that run end on the code and the definition that they began with.
"""

import json
import sys
import tempfile
from pathlib import Path

from local import synth
from local.assembly import read_stacks
from local.deploy import DeployFailed, bootstrap, deploy
from local.settings import ACCOUNT, CORE_STACKS, REGION, Folders, forget_developers_aws
from local.synth import SynthFailed


class NoShop(RuntimeError):
    """No shop runs here that could be released into."""


def release(folders: Folders) -> None:
    """Raises NoShop, SynthFailed or DeployFailed."""
    endpoint_url, context = _running(folders)
    with tempfile.TemporaryDirectory(dir=folders.scratch) as folder:
        assembly = Path(folder) / "assembly"
        synth.finish(synth.start(assembly, context))
        stacks = read_stacks(assembly, CORE_STACKS, ACCOUNT, REGION)
        bootstrap(endpoint_url, stacks)
        deploy(endpoint_url, stacks, lambda line: print(line, flush=True))


def _running(folders: Folders) -> tuple[str, dict[str, str]]:
    try:
        run = json.loads(folders.run_file.read_text())
        return str(run["endpoint_url"]), dict(run["context"])
    except (OSError, ValueError, LookupError, TypeError) as missing:
        raise NoShop("no shop is running here: start one with `make run`") from missing


def main() -> int:
    forget_developers_aws()
    try:
        release(Folders())
    except (NoShop, SynthFailed, DeployFailed) as failed:
        print(f"release: {failed}", file=sys.stderr)
        return 1
    print("Released: what begins from now on begins on it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
