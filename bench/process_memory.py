"""Peak memory of each function's process, which says how small a function can be made.

    python -m bench.process_memory     measures it anew and writes docs/measured/process_memory.json

A fresh interpreter that sees what ships alone imports the handler, builds the clients that the function's
environment names, loads the certificates of one TLS connection for each, and is invoked once with an event
that says nothing. Its peak resident set is what the system says of it at the end.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from bench.import_budgets import Deployed, deployed
from bench.import_lab import Lab, open_lab
from bench.measured import read_measured, write_measured
from harness.template import Template, synthesize

NAME = "process_memory"
REPEAT = "python -m bench.process_memory"

_CONNECTIONS = """
import ssl
from botocore.httpsession import where
contexts = [ssl.create_default_context(cafile=where()) for _ in range({clients})]
"""
_INVOCATION = """
from types import SimpleNamespace
context = SimpleNamespace(function_name="f", memory_limit_in_mb=128, invoked_function_arn="arn:aws:lambda:f",
    aws_request_id="r", function_version="1", get_remaining_time_in_millis=lambda: 10000)
try:
    {module}.{handler}({{}}, context)
except Exception as refused:
    pass
"""
_REPORT = """
import resource, sys
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print()
print(peak / (1024 * 1024 if sys.platform == "darwin" else 1024))
"""
_APART = (
    "import subprocess, sys\nsubprocess.run([sys.executable, '-S', '-s', '-P', '-c', {code!r}], check=True)"
)
"""A child's peak begins with that of whoever starts it, which so is a bare interpreter and not the bench."""


def read_peaks() -> dict[str, float]:
    """Megabytes by function, as last measured."""
    peaks: dict[str, float] = read_measured(NAME).data
    return peaks


def measure() -> None:
    """Measures every function of the template as synthesized now."""
    with TemporaryDirectory(prefix="bench-assembly-") as outdir, open_lab() as lab, _silent_aws() as url:
        template = Template(synthesize(Path(outdir)))
        handlers = {name: one.properties["Handler"] for name, one in template.functions.items()}
        peaks = {one.name: _peak_mb(lab, one, handlers[one.name], url) for one in deployed(template)}
    write_measured(NAME, REPEAT, peaks)


def _peak_mb(lab: Lab, function: Deployed, handler: str, url: str) -> float:
    code = function.code() + _CONNECTIONS.format(clients=len(function.clients))
    code += _INVOCATION.format(module=function.module, handler=handler.rpartition(".")[2]) + _REPORT
    environment = function.environment | {"AWS_ENDPOINT_URL": url}
    lab.run(code, environment)  # compiles what has no bytecode yet
    said, _ = lab.run(_APART.format(code=code), environment)
    peak = round(float(said.split()[-1]), 1)
    print(f"{function.name}: {peak} MB", file=sys.stderr)
    return peak


@contextmanager
def _silent_aws() -> Iterator[str]:
    """The address of a server that answers nothing to whatever it is asked."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Silent) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


class _Silent(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.dumps({}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_POST

    def log_message(self, *_: object) -> None:
        """Nobody wants to read of each request."""


if __name__ == "__main__":
    measure()
