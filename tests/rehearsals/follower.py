"""Somebody who follows a page: writes its files, types its commands, and sees whether they say what it says.

A block ```` ```sh ```` is typed into one shell after the other, each of which knows what the ones before have
set; ```` ```sh & ```` goes on in a terminal of its own. A block ```` ```output ```` has lines that the one
before it says, in their order; `...` is anything. A block with a name behind its language is a file.
"""

import os
import re
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.fences import Fence

TYPED, LEFT_RUNNING, SAYS = "sh", "sh &", "output"
SHELL = "/bin/bash"
COMMAND_SECONDS = 300
STOP_SECONDS = 120
LOOK_SECONDS = 0.2
ANYTHING = "..."


@dataclass
class Follower:
    """In the folder of a clone. `ports`: those of the page, and which are free here. What its terminals say
    is written beside the clone."""

    clone: Path
    ports: Mapping[str, str]
    environment: Mapping[str, str]
    _terminals: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    _said: Path | None = None
    _goes_on: bool = False

    def follow(self, blocks: list[Fence]) -> None:
        for block in blocks:
            text = self._here(block.text)
            if block.info == TYPED:
                self._type(text)
            elif block.info == LEFT_RUNNING:
                self._leave_running(text)
            elif block.info == SAYS:
                self._await_said(text)
            elif " " in block.info:
                self._write(block.info.split()[1], text)
            else:
                raise AssertionError(f"a block of the page is neither typed nor a file: {block.info!r}")

    def stop(self) -> None:
        """As Ctrl-C in each terminal does, the last first."""
        while self._terminals:
            terminal = self._terminals.pop()
            if terminal.poll() is None:
                os.killpg(terminal.pid, signal.SIGINT)
            try:
                terminal.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(terminal.pid, signal.SIGKILL)
                terminal.wait()

    def _here(self, text: str) -> str:
        for theirs, ours in self.ports.items():
            text = text.replace(theirs, ours)
        return text

    def _write(self, name: str, text: str) -> None:
        (self.clone / name).parent.mkdir(parents=True, exist_ok=True)
        (self.clone / name).write_text(text)

    def _type(self, text: str) -> None:
        """Everything that a block sets is set in the next one."""
        kept = self.clone.parent / "shell"
        script = (
            f"set -a; [ ! -e {kept} ] || . {kept}; set -e\n{text}\nset +e; (export -p; declare -f) > {kept}"
        )
        log = self._log(goes_on=False)
        with log.open("wb") as said:
            done = subprocess.run(
                [SHELL, "-c", script],
                cwd=self.clone,
                env=self.environment,
                stdout=said,
                stderr=subprocess.STDOUT,
                timeout=COMMAND_SECONDS,
                check=False,
            )
        assert done.returncode == 0, f"{text}\nexit status {done.returncode}\n{log.read_text()}"

    def _leave_running(self, text: str) -> None:
        with self._log(goes_on=True).open("wb") as said:
            self._terminals.append(
                subprocess.Popen(
                    [SHELL, "-c", f"exec {text.strip()}"],
                    cwd=self.clone,
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )

    def _log(self, *, goes_on: bool) -> Path:
        self._goes_on = goes_on
        number = len(list(self.clone.parent.glob("said-*")))
        self._said = self.clone.parent / f"said-{number}"
        return self._said

    def _await_said(self, text: str) -> None:
        """At once after a command; as long as it takes in a terminal that lives."""
        assert self._said is not None, "the page tells what nothing has said"
        deadline = time.monotonic() + COMMAND_SECONDS
        while (missing := unsaid(text, self._said.read_text())) and time.monotonic() < deadline:
            if not self._goes_on or self._terminals[-1].poll() is not None:
                break
            time.sleep(LOOK_SECONDS)
        assert not missing, f"nothing said {missing!r}:\n{self._said.read_text()}"


def unsaid(expected: str, said: str) -> str | None:
    """The first of these lines that is not said after those before it; None if all are."""
    lines = iter(said.splitlines())
    for line in expected.splitlines():
        pattern = ".*".join(re.escape(part) for part in line.split(ANYTHING))
        if not any(re.fullmatch(rf"{pattern}\s*", one) for one in lines):
            return line
    return None
