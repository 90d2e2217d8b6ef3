"""What only Linux tells about a process; imported there alone (processes.py)."""

import psutil


def proportional_bytes(process: psutil.Process) -> int:
    """PSS: what several processes share is counted once in all."""
    return int(process.memory_full_info().pss)
