"""The fork server: imports the heavy packages once, then forks.

Run as `python -P zygote.py CONTROL LIFELINE [LANE]`. It forks a *template* for each function, which imports
the handler, and the template forks the workers: a cold start is then little more than a fork. Both take
orders in the same way, over a stream socket to the cloud process (framing.py): an order comes with one file
descriptor, the new process's own channel; the answer is `{"pid"}`. The order to the zygote is `{"code",
"handler", "env", "log"}`, that to a template `{}`. Both have one thread, as a process that forks must.

LANE is where workers call the JSON services of the embedded cloud (lane_client.py). LIFELINE is the read end
of a pipe that only the cloud process holds open: when that process dies, however it dies, its fork servers
see their sockets end and the workers see the pipe end, and all leave.
"""

import contextlib
import functools
import gc
import importlib
import importlib.util
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

# What handlers import. Those that are not installed are skipped: the handler's own import will complain.
PRELOAD = (
    "boto3",
    "botocore.handlers",
    "botocore.signers",
    "botocore.httpsession",
    "botocore.parsers",
    "botocore.retries.standard",
    "boto3.dynamodb.types",
    "boto3.dynamodb.conditions",
    "pydantic",
    "jwt",
    "stripe",
    "stripe._stripe_client",
    "stripe._webhook",
    "stripe._event",
    "aws_lambda_powertools",
    "aws_lambda_powertools.logging",
    "aws_lambda_powertools.event_handler",
    "aws_lambda_powertools.utilities.typing",
    "aws_lambda_powertools.utilities.idempotency",
    "aws_lambda_powertools.utilities.parameters",
    "aws_lambda_powertools.utilities.batch",
    "aws_lambda_powertools.utilities.data_classes",
)
# Their service descriptions are parsed once, here, and shared by every worker.
SERVICES = (
    "dynamodb",
    "stepfunctions",
    "lambda",
    "secretsmanager",
    "sqs",
    "events",
    "apigatewaymanagementapi",
)
IMPORT_SECONDS = 120
# All workers wait for the one cloud process: on a machine that is fully busy, it must go first.
NICE = 5

Child = Callable[[dict[str, Any], socket.socket], None]


def main(control_fd: int, lifeline: int, lane: str = "") -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the launcher's to handle
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no zombies: the cloud watches channels, not pids
    os.nice(NICE)
    _load_beside("callback_url").use_callbacks()
    _preload()
    if lane:
        _use_lane(lane, os.environ["AWS_ENDPOINT_URL"])
    worker, framing = _load_beside("worker"), _load_beside("framing")

    def become_template(order: dict[str, Any], control: socket.socket) -> None:
        _enter(order)
        signal.alarm(IMPORT_SECONDS)  # an import that hangs must not outlive everything else
        function = worker.load(order["code"], order["handler"])
        signal.alarm(0)

        def become_worker(_order: dict[str, Any], channel: socket.socket) -> None:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            worker.leave_with(lifeline)
            worker.serve(channel, function)

        _fork_on_order(framing, control, become_worker)

    _fork_on_order(framing, socket.socket(fileno=control_fd), become_template)


def _fork_on_order(framing: ModuleType, control: socket.socket, child: Child) -> None:
    """Fork for each order until the far end of `control` closes; `child` runs in the fork."""
    gc.collect()
    gc.freeze()
    # A killed cloud process may leave answers unread and orders cut off: all of that says that it is gone.
    with contextlib.suppress(ConnectionError):
        while (received := framing.receive(control)) is not None:
            order, channel_fd = received
            if channel_fd is None:
                raise ValueError("an order without a channel")
            with socket.socket(fileno=channel_fd) as channel:
                pid = os.fork()
                if pid == 0:
                    control.close()
                    _run_child(lambda: child(order, channel))  # noqa: B023 - runs now
            framing.send(control, {"pid": pid})


def _run_child(child: Callable[[], None]) -> None:
    """Run a fork's own work and end the process; never returns into the fork server's loop."""
    status = 1
    try:
        child()
        status = 0
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:  # noqa: BLE001 - whatever it is, it ends here
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _enter(order: dict[str, Any]) -> None:
    """Take on the function's own surroundings: log, folder, environment."""
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    os.chdir(order["code"])
    os.environ.clear()
    os.environ.update(order["env"])


def _preload() -> None:
    for name in PRELOAD:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    _share_service_descriptions()


def _share_service_descriptions() -> None:
    """Parse what boto3 needs to know about the services once; each session would parse the same megabytes
    again.
    """
    try:
        import boto3
        from botocore.loaders import JSONFileLoader, Loader
    except ImportError:
        return
    load, listing = JSONFileLoader.load_file, Loader.list_available_services

    @functools.cache
    def load_once(path: str) -> Any:
        return load(JSONFileLoader(), path)

    @functools.cache
    def list_once(paths: tuple[str, ...], kind: str) -> Any:
        return listing(Loader(extra_search_paths=list(paths)), kind)

    def load_file(_self: Any, path: str) -> Any:
        return load_once(path)

    def list_services(self: Any, type_name: str) -> Any:
        return list(list_once(tuple(self.search_paths), type_name))

    JSONFileLoader.load_file = load_file
    Loader.list_available_services = list_services
    boto3.setup_default_session()  # region and credentials are read from the environment when asked for
    session = boto3.Session(region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x")  # noqa: S106 - never sent
    for service in SERVICES:
        _walk_through_a_call(session.client(service, endpoint_url="http://127.0.0.1"))


def _walk_through_a_call(client: Any) -> None:
    """One call that never reaches the network, so that what a first call sets up is there before the fork."""
    from botocore.awsrequest import AWSResponse

    class Body:
        def stream(self, **_options: Any) -> Iterator[bytes]:
            yield b"{}"

    def answer(request: Any, **_context: Any) -> Any:
        return AWSResponse(request.url, 200, {}, Body())

    client.meta.events.register("before-send", answer)
    operation = {"dynamodb": "list_tables", "stepfunctions": "list_activities"}.get(
        client.meta.service_model.service_name
    )
    if operation:
        getattr(client, operation)()


def _use_lane(place: str, endpoint: str) -> None:
    client, items = _load_beside("lane_client"), _load_beside("lane_items")
    lane = client.Lane(place)
    client.use_lane(lane, endpoint)
    items.use_items(items.Items(lane.exchange), endpoint)


def _load_beside(name: str) -> ModuleType:
    """A module of this folder, by its file: its package is not to be found from here."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"_local_lambda_{name}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"no module at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
