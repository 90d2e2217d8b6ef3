"""Brings the whole shop up on this machine, watches over it, takes it down."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib import import_module, util
from types import FrameType
from typing import Any

from functions.shared.money import USUAL
from local import synth
from local.accounts import ACCOUNTS, add_accounts, discovery
from local.assembly import read_stacks
from local.children import Family
from local.claim import (
    claim_folder,
    empty,
    keep_provider_port,
    listen,
    listen_for_provider,
    write_run_file,
)
from local.cut_off import tell_of_cut_off
from local.deploy import bootstrap, deploy, put_secret
from local.open_files import allow_many
from local.parts import Parts, await_answer, made_up_key
from local.settings import ACCOUNT, CORE_STACKS, REGION, STRIPE_SECRET, Folders, forget_developers_aws

WATCH_SECONDS = 0.2
VALKEY = "valkey"
WAITING = 8  # a wait holds two workers, and a machine has only so many
DECLINES = 9999  # all who try the shop out have one address, and many a card that is declined


@dataclass(frozen=True)
class Options:
    """`patience` is the name of a deployment's patience (infra/patience.py), `allow_origins` those of pages
    from elsewhere. Without `kitchen` a `warehouse` of somebody else's packs, or nobody: then confirmed orders
    stay CONFIRMED. Without `crash` there is no crash bench. `api_key` is the provider's, empty for one made
    up. `provider`: where another run's payment sandbox is, which this shop uses as well.
    `sessions` is what keeps session data, as the deployment's sessionStore. `quote_function` names what makes
    the prices, empty for the shop's file."""

    port: int
    keep: bool
    patience: str
    allow_origins: tuple[str, ...] = ()
    currency: str = USUAL
    kitchen: bool = True
    warehouse: bool = False
    crash: bool = False
    api_key: str = field(default="", repr=False)
    provider: str = ""
    sessions: str = "dynamodb"
    quote_function: str = ""


class Stop(BaseException):
    """Someone asked the run to end: Ctrl-C, SIGTERM, or whoever started it is gone."""


def run(options: Options) -> None:
    """Run the shop until asked to stop; on SIGUSR1 all of it is stopped and started again, with what it had
    stored. Raises Refused, ChildFailed, DeployFailed or SynthFailed."""
    _on_stop_signals(_stop)
    try:
        _run(options, Folders())
    except Stop:
        say("Stopped")


def _run(options: Options, folders: Folders) -> None:
    again = threading.Event()
    signal.signal(signal.SIGUSR1, lambda *_: again.set())
    with (
        claim_folder(folders),
        listen(options.port) as front,
        listen(0) as cloud,
        listen_for_provider(folders) as sandbox,
        listen(0) as kitchen,
        listen(0) as crash,
    ):
        allow_many()
        forget_developers_aws()
        parts = Parts(folders, front, cloud, sandbox, kitchen, crash, options.api_key or made_up_key())
        while True:
            empty(folders, keep=options.keep)
            keep_provider_port(folders, sandbox)
            _run_once(parts, options, again)
            say("Stopped everything; starting it again")
            options = replace(options, keep=True)


def _run_once(parts: Parts, options: Options, again: threading.Event) -> None:
    """Bring everything up, until somebody asks for all of it anew. Raises Stop, too, while it comes down."""
    family = Family()
    stopped: list[int] = []
    try:
        _bring_up(parts, family, options)
        again.clear()
        _watch(family, again)
    finally:
        _on_stop_signals(lambda number, _frame: stopped.append(number))  # the way down is not interrupted
        parts.folders.run_file.unlink(missing_ok=True)
        family.stop()
    _on_stop_signals(_stop)
    if stopped:
        raise Stop


def say(line: str) -> None:
    """One line of progress, at once."""
    print(line, flush=True)


def _bring_up(parts: Parts, family: Family, options: Options) -> None:
    began, now = time.monotonic(), datetime.now(UTC)
    say("PaidOnce: starting the embedded cloud, synthesizing the CDK app")
    context = _context(parts, options)
    synthesis = synth.start(parts.folders.assembly, context)
    try:
        cloud = family.add(parts.cloud_child())
        sandbox = family.add(parts.sandbox_child())
        if options.sessions == VALKEY:
            family.add(parts.session_cache_child())
        await_answer(cloud, parts.cloud, "/_ministack/health")
        keys = {"api_key": parts.api_key, "webhook_secret": parts.webhook_secret}
        put_secret(parts.endpoint_url, STRIPE_SECRET, keys)
        synth.finish(synthesis)
    finally:
        _end(synthesis)
    stacks = read_stacks(parts.folders.assembly, CORE_STACKS, ACCOUNT, REGION)
    say(f"Deploying {len(stacks)} stacks")
    bootstrap(parts.endpoint_url, stacks)
    outputs = deploy(parts.endpoint_url, stacks, say)
    if options.currency == USUAL:
        _seed(parts.endpoint_url, outputs)
    else:
        say(f"The demo shop is in {USUAL}: load-catalog and load-shop what you sell in {options.currency}")
    add_accounts(parts.endpoint_url, outputs["UserPoolId"])
    await_answer(sandbox, parts.sandbox, "/sandbox/health")
    if options.kitchen:
        family.add(parts.kitchen_child(outputs["WarehouseQueue"], outputs["PackingResultsQueue"]))
    elif options.warehouse:
        say(f"KITCHEN=own: confirmed orders wait on the queue WarehouseQueue of {parts.folders.run_file}")
    else:
        say("KITCHEN=off: nobody packs, and confirmed orders stay CONFIRMED")
    ids = outputs["ApiId"], outputs["SocketId"]
    front = family.add(
        parts.front_child(*ids, options.allow_origins, kitchen=options.kitchen, crash=options.crash)
    )
    await_answer(front, parts.front, "/")
    if options.crash:
        family.add(parts.crash_child(outputs["ApiId"]))
    if cut_off := tell_of_cut_off(parts.endpoint_url, now):
        say(f"Executions that the stop had cut off, which the sweep takes up: {cut_off}")
    _announce(parts, context, outputs, time.monotonic() - began)


def _context(parts: Parts, options: Options) -> dict[str, str]:
    """What this deployment chooses (infra/settings.py)."""
    return {
        "patience": options.patience,
        "currency": options.currency,
        "waitConcurrency": str(WAITING),
        "declinesOfSession": str(DECLINES),
        "declinesOfAddress": str(DECLINES),
        "stripeApiBase": options.provider or parts.sandbox_url,
        "shopUrl": parts.url,
        "stripeSecretName": STRIPE_SECRET,
        "outboxFolder": str(parts.folders.outbox.resolve()),
        "allowOrigins": ",".join(options.allow_origins),
        "fulfilment": "at-once" if options.kitchen or options.warehouse else "on-hold",
        "releases": "at-once",
        "oidcDiscovery": discovery(parts.url),
        "quoteFunction": options.quote_function,
        "sessionStore": options.sessions,
        "sessionCache": f"127.0.0.1:{parts.session_cache}" if options.sessions == VALKEY else "",
    }


def _announce(parts: Parts, context: dict[str, str], outputs: dict[str, str], seconds: float) -> None:
    run: dict[str, Any] = {
        "pid": os.getpid(),
        "url": parts.url,
        "endpoint_url": parts.endpoint_url,
        "region": REGION,
        "sandbox_url": parts.sandbox_url,
        "context": context,
        "outputs": outputs,
    }
    write_run_file(parts.folders.run_file, run)
    say(f"Up in {seconds:.1f} s; logs are in {parts.folders.logs}; Ctrl-C stops")
    known = ", ".join(f"{one.name} / {one.password} ({one.group})" for one in ACCOUNTS)
    say(f"Accounts: {known}; operators log in at {parts.url}/console")
    say(f"Ready: {parts.url}")


def _seed(endpoint_url: str, outputs: dict[str, str]) -> None:
    """Fill the demo shop, if there is something to fill it with."""
    if util.find_spec("local.seed") is None:
        return
    say("Seeding the demo shop")
    import_module("local.seed").seed(endpoint_url, REGION, outputs)


def _watch(family: Family, again: threading.Event) -> None:
    """Until `again` is set."""
    parent = os.getppid()
    while not again.is_set():
        time.sleep(WATCH_SECONDS)
        for name in family.check():
            say(f"{name} had died and was started again")
        if "MAKELEVEL" in os.environ and os.getppid() != parent:
            raise Stop  # make was killed: nobody is left to press Ctrl-C


def _end(synthesis: "subprocess.Popen[str]") -> None:
    if synthesis.poll() is None:
        synthesis.kill()
        synthesis.wait()


def _stop(_number: int, _frame: FrameType | None) -> None:
    _on_stop_signals(signal.SIG_IGN)  # once is enough: the way down must not be interrupted
    raise Stop


def _on_stop_signals(action: "Callable[[int, FrameType | None], None] | signal.Handlers") -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, action)
