"""Synthesizes the app under every validation there is, into a report instead of an exception."""

import json
import os
from pathlib import Path
from typing import Any

from gates.assembly import REPORT, Assembly

os.environ["JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION"] = "20"

from aws_cdk import App, CloudFormationValidatePlugin, Validations  # starts Node
from cdk_nag import AwsSolutionsChecks, ServerlessChecks

ROOT = Path(__file__).resolve().parent.parent
# Findings are read from the report, errors and warnings alike, so none has to end the synthesis.
REPORTING: dict[str, Any] = {
    "@aws-cdk/core:validateAgainstDefaultRules": True,
    "@aws-cdk/core:annotationsInValidationReport": True,
    "@aws-cdk/core:failSynthOnValidationErrors": False,
}


def context() -> dict[str, Any]:
    """The flags that `cdk deploy` has from cdk.json, and the gates' own."""
    flags: dict[str, Any] = json.loads((ROOT / "cdk.json").read_text())["context"]
    return flags | REPORTING


def synthesize(app: App) -> Assembly:
    """The app, made with `context()`, in its folder: with the report of this synthesis, not an earlier one.

    The library's own validation is added by hand: CDK_VALIDATION=false in the environment turns off the
    one that is built in.
    """
    folder = Path(app.outdir)
    (folder / REPORT).unlink(missing_ok=True)
    Validations.of(app).add_plugins(
        CloudFormationValidatePlugin(), AwsSolutionsChecks(app), ServerlessChecks(app)
    )
    app.synth()
    return Assembly(folder)
