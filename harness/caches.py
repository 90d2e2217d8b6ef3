"""What a Lambda process remembers between invocations, and how to make it forget.

A fresh process starts with `functions` as imported: every `functools.cache` empty, every module global as it
was, every lock free. Found generically, so that a cache added tomorrow is forgotten too.
"""

import copy
import importlib
import pkgutil
import threading
from types import ModuleType
from typing import Any

from aws_lambda_powertools.utilities.circuit_breaker import base as breaker

import functions
from functions.payment import breaker as own_breaker

LOCK = type(threading.Lock())
PLAIN = (type(None), bool, int, float, str, tuple, list, dict, set)


def _import_all() -> list[ModuleType]:
    names = [module.name for module in pkgutil.walk_packages(functions.__path__, "functions.")]
    return [importlib.import_module(name) for name in names]


def _globals(module: ModuleType) -> dict[str, Any]:
    return {
        name: copy.copy(value)
        for name, value in vars(module).items()
        if not name.startswith("__") and isinstance(value, PLAIN)
    }


_modules = _import_all()
_as_imported = [(module, _globals(module)) for module in _modules]
_caches = [
    value
    for module in _modules
    for value in vars(module).values()
    if hasattr(value, "cache_clear") and not isinstance(value, type)
]
_locks = [
    (module, name) for module in _modules for name, value in vars(module).items() if isinstance(value, LOCK)
]


def forget_circuits() -> None:
    """What was read of the breaker's state, and its counters and probes, which Powertools keeps in its own
    module."""
    own_breaker._asked.cache_clear()
    own_breaker._watched.cache_clear()
    for counters in (breaker._LOCAL_FAILURES, breaker._LOCAL_SUCCESSES, breaker._LAST_OBSERVED_STATE):
        counters.clear()
    vars(breaker._PROBE_OWNER).clear()


def forget_all() -> None:
    forget_circuits()
    for one in _caches:
        one.cache_clear()
    for module, name in _locks:
        setattr(module, name, threading.Lock())
    for module, before in _as_imported:
        for name, value in before.items():
            if vars(module)[name] != value:
                setattr(module, name, copy.copy(value))
