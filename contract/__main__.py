"""`make openapi`: write the documents that the storefront serves."""

import json
from pathlib import Path

from contract import asyncapi, openapi

FOLDER = Path(__file__).resolve().parent.parent / "functions" / "storefront"
SERVED = FOLDER / "openapi.json"
SERVED_MESSAGES = FOLDER / "asyncapi.json"


def text() -> str:
    return json.dumps(openapi.build(), indent=1, sort_keys=True) + "\n"


def text_of_messages() -> str:
    return json.dumps(asyncapi.build(), indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    SERVED.write_text(text())
    SERVED_MESSAGES.write_text(text_of_messages())
    print(f"Wrote {SERVED} and {SERVED_MESSAGES.name}")
