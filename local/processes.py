"""Which process of a run is which, for those who kill one: always below the launcher, nobody else's."""

import psutil


def part(launcher: int, module: str) -> list[psutil.Process]:
    """The launcher's children that run this module; none where the launcher is gone."""
    try:
        children = psutil.Process(launcher).children()
        return [one for one in children if module in one.cmdline()]
    except psutil.NoSuchProcess:
        return []


def fork_servers(launcher: int) -> list[psutil.Process]:
    """The cloud process has the fork server as its child."""
    return _below(part(launcher, "local.aws"))


def workers(launcher: int) -> list[psutil.Process]:
    """The fork server has a template of each function as its child, which has the workers; by their ids."""
    return sorted(_below(_below(fork_servers(launcher))), key=lambda one: one.pid)


def _below(parents: list[psutil.Process]) -> list[psutil.Process]:
    try:
        return [child for parent in parents for child in parent.children()]
    except psutil.NoSuchProcess:
        return []
