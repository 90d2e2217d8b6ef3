"""The CDK app's entry: `cdk synth`, `cdk deploy --all`."""

import sys

from infra.app import build
from infra.settings import InvalidSetting

try:
    build().synth()
except InvalidSetting as wrong:
    print(f"paidonce: {wrong}", file=sys.stderr)
    sys.exit(2)
