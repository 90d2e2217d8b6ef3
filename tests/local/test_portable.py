"""The local run, the operators' commands and chaos use what Linux and macOS both have."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.local.portable import make_findings, python_findings, shell_findings

Findings = Callable[[str], list[str]]
ROOT = Path(__file__).resolve().parents[2]
PARTS = ("local", "ops", "chaos", "functions", "infra", "gates", "contract", "bench", "app.py")
LINUX_ALONE = {"bench/local_run/linux_memory.py"}
"""Imported on Linux only, by programs that do without elsewhere."""


def programs(part: str) -> list[Path]:
    path = ROOT / part
    found = [path] if path.suffix else sorted(path.rglob("*.py"))
    return [one for one in found if str(one.relative_to(ROOT)) not in LINUX_ALONE]


@pytest.mark.parametrize("part", PARTS)
def test_no_program_uses_what_only_linux_has(part: str) -> None:
    found = {str(path.relative_to(ROOT)): python_findings(path.read_text()) for path in programs(part)}

    assert found, f"there is nothing in {part}"
    assert {path: findings for path, findings in found.items() if findings} == {}


def test_the_makefile_is_one_for_make_3_81_and_the_tools_of_both_systems() -> None:
    assert make_findings((ROOT / "Makefile").read_text()) == []


@pytest.mark.parametrize("script", ["run", "second-python"])
def test_the_gate_is_a_script_for_bash_3_2_and_the_tools_of_both_systems(script: str) -> None:
    assert shell_findings((ROOT / ".ci" / script).read_text()) == []


LINUXS_PROGRAMS = [
    "import socket\nsocket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)",
    "from socket import SO_PEERCRED",
    "import socket as s\ns.MSG_CMSG_CLOEXEC",
    "import socket\nsocket.socket(type=socket.SOCK_STREAM | socket.SOCK_CLOEXEC)",
    "import os\nos.pidfd_open(1)",
    "import os\nos.pipe2(os.O_CLOEXEC)",
    "import os\nlen(os.sched_getaffinity(0))",
    "import os\nos.memfd_create('scratch')",
    "import select\nselect.epoll()",
    "from select import EPOLLIN",
    "import signal\nsignal.sigtimedwait({1}, 2)",
    "import signal\nsignal.SIGRTMIN",
    "import resource\nresource.prlimit(0, resource.RLIMIT_NOFILE)",
    "import mmap\nmmap.MAP_POPULATE",
    "import fcntl\nfcntl.F_SETPIPE_SZ",
    "import time\ntime.CLOCK_BOOTTIME",
    "import prctl",
    "from inotify.adapters import Inotify",
    "import psutil\npsutil.Process().memory_maps()",
    "import psutil\npsutil.Process().memory_full_info().pss",
    "open(f'/proc/{pid}/status')",
    "PATH = '/dev/shm/paidonce'",
    "import socket\nsocket.socket(socket.AF_UNIX).bind('\\0paidonce')",
]
LINUXS_MAKEFILES = [
    ".ONESHELL:",
    "VERSION != python3 --version",
    "$(file >list,$(NAMES))",
    "VERSION ::= 1",
    "a.txt b.txt &: c.txt",
    "undefine VERSION",
    "all: ; $(let a,1,$(a))",
    "run:\n\t@timeout 5 python3 -m local",
    "run:\n\tsed -i s/a/b/ file",
    "run:\n\tcd $$(readlink -f .)",
    "run:\n\tmake -j $$(nproc )",
]
LINUXS_SCRIPTS = [
    "mapfile -t lines < list",
    "declare -A ages",
    'echo "${name,,}"',
    "wait -n",
    "make lint &>> log",
    "date -d yesterday",
    "date +%s%N",
    "grep -oP 'x\\K' list",
    "stat -c %s list",
    "ps -o pid= --ppid 1",
    "base64 -w 0 list",
    "if ! flock lock true; then exit; fi",
]
PROGRAMS_OF_BOTH = [
    "import os\nos.fork(), os.pipe(), os.O_APPEND, os.set_inheritable(1, False)",
    "import socket\nsocket.send_fds(s, [b''], [1]), socket.SOCK_STREAM, socket.MSG_PEEK",
    "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (1, 2))",
    "import signal\nsignal.alarm(1), signal.SIGCHLD, signal.SIGUSR1, signal.SIGHUP",
    "import fcntl\nfcntl.flock(1, fcntl.LOCK_EX)",
    "import psutil\npsutil.Process(1).children()[0].cmdline()",
    "PATH = '/processes/proc'",
    "TEXT = 'a\\0b' if PATH == '\\0' else '/running'",
]
SCRIPTS_OF_BOTH = [
    "set -euo pipefail",
    'cd "$(dirname "$0")/.."',
    'for one in "$@"; do command -v "$one" >/dev/null && break; done',
    "make test & other=$!; wait $other && exit 1",
    "date +%Y && sed -n 1p list && grep -E x list && ps -o pid= -p 1",
    'case "$1" in a) echo a ;; *) echo b ;; esac',
]


@pytest.mark.parametrize(
    ("findings", "text"),
    [
        *((python_findings, program) for program in LINUXS_PROGRAMS),
        *((make_findings, makefile) for makefile in LINUXS_MAKEFILES),
        *((shell_findings, script) for script in LINUXS_SCRIPTS),
    ],
)
def test_what_macos_make_3_81_or_bash_3_2_does_not_know_is_found(findings: Findings, text: str) -> None:
    assert findings(text) != []


@pytest.mark.parametrize(
    ("findings", "text"),
    [
        *((python_findings, program) for program in PROGRAMS_OF_BOTH),
        *((shell_findings, script) for script in SCRIPTS_OF_BOTH),
    ],
)
def test_what_both_have_is_let_through(findings: Findings, text: str) -> None:
    assert findings(text) == []
