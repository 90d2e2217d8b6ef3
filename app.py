"""The CDK app's entry: `cdk synth`, `cdk deploy --all`."""

import os
import sys

from infra.app import build
from infra.bundles.build import BundleFailed
from infra.definitions import InvalidDefinition
from infra.settings import InvalidSetting, check_context_json

try:
    check_context_json(os.environ.get("CDK_CONTEXT_JSON") or "{}")
    build().synth()
except InvalidSetting as wrong:
    print(f"paidonce: {wrong}", file=sys.stderr)
    sys.exit(2)
except (BundleFailed, InvalidDefinition) as failure:
    print(f"paidonce: {failure}", file=sys.stderr)
    sys.exit(1)
