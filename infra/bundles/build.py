"""What Lambda is given: one folder with our code, one with the packages that it imports, bytecode in both.

Needs pip, Node and a package registry; no Docker, and no other Python than the one at hand.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.bundles.check import check_code, check_layer
from infra.bundles.target import HERE, LAMBDA, ROOT, Target

LOCK = ROOT / "requirements.lock"
CACHE = ROOT / ".cache" / "bundles"

# The AWS services that functions call. Of botocore's 400 models the layer carries these.
SERVICES = (
    "cloudwatch",
    "apigatewaymanagementapi",
    "dynamodb",
    "events",
    "lambda",
    "secretsmanager",
    "sesv2",
    "stepfunctions",
    "s3",
    "sqs",
)

# Whatever of this changes, bundles change.
RECIPE = ("build.py", "compile.mjs", "compile_tree.py", "target.py")
INSTALLER_NOTES = ("INSTALLER", "RECORD", "REQUESTED", "direct_url.json")
INSTALL_SECONDS = 1800
COMPILE_SECONDS = 1800
LONG_AGO = 315_532_800  # 1980-01-01, where the calendar of zip files begins


class BundleFailed(Exception):
    """A bundle could not be made; the message says which and why."""


@dataclass(frozen=True)
class Bundle:
    """`home` is where Lambda unpacks it; `fingerprint` is a hash of all that determines its content."""

    name: str
    target: Target
    home: str
    fingerprint: str
    fill: Callable[[Path], None]
    check: Callable[[Path], list[str]]


def code_bundle(target: Target = LAMBDA, root: Path = ROOT) -> Bundle:
    """The package `functions`."""
    sources = {path.relative_to(root).as_posix(): path for path in _sources(root / "functions")}

    def fill(folder: Path) -> None:
        for place, source in sources.items():
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / place)

    content = [part for place, path in sources.items() for part in (place.encode(), path.read_bytes())]
    fingerprint = _fingerprint(target, *content)
    return Bundle("code", target, "/var/task", fingerprint, fill, lambda at: check_code(at, target))


def layer_bundle(target: Target = LAMBDA, lock: Path = LOCK) -> Bundle:
    """The packages of the lock file, without the installer's notes and without models of unused services."""

    def fill(folder: Path) -> None:
        packages = folder / "python"
        _install(lock, target, packages)
        shutil.rmtree(packages / "bin", ignore_errors=True)
        for note in INSTALLER_NOTES:
            for path in packages.glob(f"*.dist-info/{note}"):
                path.unlink()
        if (packages / "botocore").is_dir():
            _keep_services(packages / "botocore" / "data")

    fingerprint = _fingerprint(target, lock.read_bytes())
    text = lock.read_text()
    return Bundle("layer", target, "/opt", fingerprint, fill, lambda at: check_layer(at, target, text))


def ready(bundle: Bundle, cache: Path = CACHE) -> Path:
    """The bundle's folder, built and checked if nobody has done so yet. Raises BundleFailed."""
    place = cache / f"{bundle.name}-{bundle.fingerprint}"
    if place.is_dir():
        return place
    cache.mkdir(parents=True, exist_ok=True)
    with _alone(cache / f".{bundle.name}.lock"):
        if not place.is_dir():  # otherwise somebody else was faster
            print(f"Bundling the {bundle.name} for Python {bundle.target.python} (once)", file=sys.stderr)
            with TemporaryDirectory(dir=cache, prefix="unfinished-") as work:
                folder = Path(work) / bundle.name
                _build(bundle, folder)
                folder.rename(place)
    return place


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process at a time; the system lets the next one in even if this one is killed."""
    with lock.open("w") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield


def _build(bundle: Bundle, folder: Path) -> None:
    folder.mkdir()
    bundle.fill(folder)
    _run("compile", [*bundle.target.compiler, str(folder), bundle.home], COMPILE_SECONDS)
    problems = bundle.check(folder)
    if problems:
        raise BundleFailed("\n".join([f"{bundle.name}: {len(problems)} problems", *problems[:20]]))
    _normalise(folder)


def _sources(package: Path) -> list[Path]:
    """Every file of a package that is neither hidden nor made by Python or an editor."""
    return sorted(
        path
        for path in package.rglob("*")
        if path.is_file()
        and path.suffix != ".pyc"
        and not path.name.endswith("~")
        and not any(part.startswith(".") for part in path.relative_to(package).parts)
    )


def _fingerprint(target: Target, *content: bytes) -> str:
    made_by = (target.python, *target.platforms, target.compiler_version)
    digest = sha256()
    for part in [
        *(name.encode() for name in made_by),
        *((HERE / name).read_bytes() for name in RECIPE),
        *content,
    ]:
        digest.update(sha256(part).digest())
    return digest.hexdigest()


def _install(lock: Path, target: Target, packages: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "--no-deps", "--only-binary=:all:", "--no-compile"]
    for platform in target.platforms:
        command += ["--platform", platform]
    if target.platforms:
        command += ["--implementation", "cp", "--python-version", target.python]
    command += ["--requirement", str(lock), "--target", str(packages)]
    _run("pip install", command, INSTALL_SECONDS)


def _keep_services(models: Path) -> None:
    missing = [service for service in SERVICES if not (models / service).is_dir()]
    if missing:
        raise BundleFailed(f"layer: botocore knows no service {', '.join(missing)}")
    for folder in models.iterdir():
        if folder.is_dir() and folder.name not in SERVICES:
            shutil.rmtree(folder)


def _normalise(folder: Path) -> None:
    """The same modes and times on every machine: both go into the zip."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (LONG_AGO, LONG_AGO))


def _run(what: str, command: list[str], seconds: int) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)  # noqa: S603 - our own
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise BundleFailed(f"{what}: {failure}") from None
    if done.returncode != 0:
        hint = " (npm ci installs it)" if re.search(r"Cannot find package 'pyodide'", done.stderr) else ""
        raise BundleFailed(f"{what} failed{hint}:\n{done.stderr.strip()[-2000:]}")
