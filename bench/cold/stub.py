"""Stands for AWS and for the payment provider: gives one process the answers that were recorded for it.

AWS is spoken to over TLS, as on Lambda: the first call of a client pays for its certificates and its
handshake. The provider is spoken to in the clear: its library pins certificates of its own.
"""

import ipaddress
import ssl
import threading
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import botocore
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bench.cold.wire import PROVIDER, Answered, asked

LOOPBACK = "127.0.0.1"
_NOT_REPEATED = ("content-length", "transfer-encoding", "connection", "date", "server")


@dataclass
class Stub:
    """`unknown` are questions that nobody asked when the answers were recorded."""

    aws: str
    provider: str
    authorities: Path
    unknown: list[str]
    _answers: dict[str, deque[Answered]]

    def answers(self, recorded: Sequence[Answered]) -> None:
        """From now on these, each once, in order of what they answer."""
        self._answers.clear()
        self.unknown.clear()
        for one in recorded:
            self._answers[one.asked].append(one)

    def answer(self, question: str) -> Answered:
        waiting = self._answers.get(question)
        if not waiting:
            self.unknown.append(question)
            return Answered(question, 400, {"Content-Type": "application/json"}, b"{}")
        return waiting.popleft()


@contextmanager
def standing(folder: Path) -> Iterator[Stub]:
    """On two free ports of loopback; `folder` keeps the certificate of this run."""
    key, authorities = _certified(folder)
    stub = Stub("", "", authorities, [], defaultdict(deque))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(key)
    with _serving(stub, provider=False, tls=tls) as aws, _serving(stub, provider=True) as provider:
        stub.aws, stub.provider = f"https://{LOOPBACK}:{aws}", f"http://{LOOPBACK}:{provider}/sandbox"
        yield stub


@contextmanager
def _serving(stub: Stub, *, provider: bool, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # One segment an answer: written bit by bit, each would wait until the last one was heard of.
        wbufsize = -1

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            question = f"{PROVIDER} {self.command}"
            if not provider:
                question = asked(self.command, dict(self.headers), body, self.path)
            found = stub.answer(question)
            self.send_response(found.status)
            for name, value in found.headers.items():
                if name.lower() not in _NOT_REPEATED:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(found.body)))
            self.end_headers()
            self.wfile.write(found.body)
            self.wfile.flush()

        do_GET = do_POST = do_PUT = do_HEAD = answer

        def log_message(self, *_: object) -> None:
            """What is asked is nobody's to read."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()


def _certified(folder: Path) -> tuple[Path, Path]:
    """A certificate of its own for loopback with its key, and a file of authorities to be trusted: botocore's
    own, which every client reads as long as it is, with this one among them."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bench")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(LOOPBACK))])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    pair, authorities = folder / "pair.pem", folder / "authorities.pem"
    pair.write_bytes(private + public)
    authorities.write_bytes((Path(botocore.__file__).parent / "cacert.pem").read_bytes() + public)
    return pair, authorities
