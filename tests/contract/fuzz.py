"""`make fuzz`: schemathesis against the running shop, by the document that it serves, and its socket.

SEED=n repeats a run; EXAMPLES=n (default 300) is per operation, and for the socket. Exit status is
schemathesis' own, or 1 if the socket broke.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

from tests import running_shop
from tests.contract.fuzz_socket import fuzz
from tests.e2e.shop import Shop

CHECKS = ",".join(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    ]
)


def main() -> int:
    seed = os.environ.get("SEED") or str(random.randrange(2**31))  # noqa: S311 - a test's seed
    examples = os.environ.get("EXAMPLES") or "300"
    print(f"SEED={seed} EXAMPLES={examples}", flush=True)
    run = running_shop.start()
    shop = Shop.of(run)
    try:
        broken = fuzz(shop, seed, int(examples))
        print(
            "\n".join(["The socket:", *broken, f"{len(broken)} of {examples} messages went wrong"]),
            flush=True,
        )
        return _run(shop, seed, examples) or bool(broken)
    finally:
        run.stop()


def _run(shop: Shop, seed: str, examples: str) -> int:
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", f"{shop.url}/api/openapi.json"]
    command += ["--url", f"{shop.url}/api", "--header", f"Authorization: Bearer {shop.buyer().token}"]
    command += ["--max-examples", examples, "--seed", seed, "--checks", CHECKS]
    command += ["--phases", "examples,coverage,fuzzing", "--request-timeout", "300"]
    command += ["--workers", "1", "--generation-database", "none", "--suppress-health-check", "all"]
    command += ["--warnings", "off", "--no-color", "--continue-on-failure"]
    return subprocess.run(command, timeout=7200, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
