"""`make openapi`: write the document that the storefront serves."""

import json
from pathlib import Path

from contract.openapi import build

SERVED = Path(__file__).resolve().parent.parent / "functions" / "storefront" / "openapi.json"


def text() -> str:
    return json.dumps(build(), indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    SERVED.write_text(text())
    print(f"Wrote {SERVED}")
