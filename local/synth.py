"""Synthesizes the CDK app into a folder."""

import json
import os
import subprocess
import sys
from pathlib import Path

from local.settings import ACCOUNT, REGION, ROOT

SYNTH_SECONDS = 900


class SynthFailed(RuntimeError):
    """The CDK app did not synthesize; the text says what it printed."""


def start(assembly: Path, context: dict[str, str], root: Path = ROOT) -> "subprocess.Popen[str]":
    """Begin to synthesize `app.py` of the folder `root` into the folder `assembly`; see `finish`."""
    # The dependency layer is not built: packages come from the interpreter that embeds the cloud.
    cdk_context = {"aws:cdk:bundling-stacks": [], **context}
    environment = {
        **os.environ,
        "CDK_OUTDIR": str(assembly),
        "CDK_CONTEXT_JSON": json.dumps(cdk_context),
        "CDK_DEFAULT_ACCOUNT": ACCOUNT,
        "CDK_DEFAULT_REGION": REGION,
        "CDK_VALIDATION": "false",
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20",
    }
    return subprocess.Popen(  # noqa: S603 - our own interpreter and file
        [sys.executable, str(root / "app.py")],
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: "subprocess.Popen[str]") -> None:
    """Wait for the synthesis. Raises SynthFailed with its output."""
    try:
        output, _ = process.communicate(timeout=SYNTH_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise SynthFailed(f"app.py took longer than {SYNTH_SECONDS} s") from None
    if process.returncode != 0:
        raise SynthFailed(f"app.py failed:\n{output.strip()}")
