"""Runs one part of the local shop so that it cannot outlive the launcher: `python -m local.child FD MODULE
...`.

FD is the read end of a pipe that only the launcher holds open. However the launcher dies, the pipe ends,
and this process with it.
"""

import os
import runpy
import sys
import threading


def leave_with(lifeline: int) -> None:
    """End this process when the far end of the pipe is gone."""

    def watch() -> None:
        os.read(lifeline, 1)
        os._exit(1)

    os.set_inheritable(lifeline, False)
    threading.Thread(target=watch, daemon=True, name="lifeline").start()


if __name__ == "__main__":
    leave_with(int(sys.argv[1]))
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
