"""Builds the system with `sam build`, for this machine's own Python, and only when a source has changed."""

import compileall
import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from py_compile import PycInvalidationMode

import click

from tessera.commands.emulators import ROOT

BUILDS = ROOT / ".local/builds"
BUILDS_KEPT = 3
SOURCES = ("template.yaml", "infra", "functions", "layers/shared")
LEFT_OUT = ("__pycache__", ".egg-info", "layers/shared/tessera/commands", "infra/lint", "infra/local")
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
ARCHITECTURE = "arm64" if platform.machine().lower() in ("arm64", "aarch64") else "x86_64"
PARAMETERS = {"Runtime": f"python{PYTHON}", "Architecture": ARCHITECTURE}


def build() -> Path:
    """The folder with the build of the sources as they are now; its name is their fingerprint."""
    BUILDS.mkdir(parents=True, exist_ok=True)
    with alone(BUILDS / "lock"):
        target = BUILDS / fingerprint()
        if not target.exists():
            _build_into(target)
            _forget_old()
    return target


def fingerprint() -> str:
    """Sixteen letters that change with any source of the deployed system."""
    digest = hashlib.sha256(repr(PARAMETERS).encode())
    for path in _sources():
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """One process at a time, on this machine."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def run_sam(*arguments: str, log: Path, environment: dict[str, str]) -> None:
    """Runs `sam`, its words in `log`; raises with the last of them when it fails."""
    sam = ROOT / ".local/env/sam/bin/sam"
    if not sam.exists():
        raise click.ClickException("aws-sam-cli is missing: run `make setup` first")
    settings = _unconfigured() | {"SAM_CLI_TELEMETRY": "0"} | environment
    with log.open("wb") as output:
        ended = subprocess.run([str(sam), *arguments], cwd=ROOT, env=settings, stdout=output, stderr=output)
    if ended.returncode:
        last_words = "\n".join(log.read_text(errors="replace").splitlines()[-25:])
        raise click.ClickException(f"`sam {arguments[0]}` failed; all of it is in {log}:\n{last_words}")


def overrides(parameters: dict[str, str]) -> list[str]:
    """Template parameters as `sam` wants them."""
    return ["--parameter-overrides", *(f"{name}={value}" for name, value in parameters.items())]


def _sources() -> list[Path]:
    found = [path for source in SOURCES for path in [ROOT / source, *(ROOT / source).rglob("*")] if path.is_file()]
    return sorted(path for path in found if not any(part in path.relative_to(ROOT).as_posix() for part in LEFT_OUT))


def _build_into(target: Path) -> None:
    scratch = target.with_suffix(".new")
    shutil.rmtree(scratch, ignore_errors=True)
    environment = {
        "LAYER_PYTHON": PYTHON,
        "LAYER_ARCHITECTURE": ARCHITECTURE,
        "COMPILER": sys.executable,
        "PIP": f"{sys.executable} -m pip",
    }
    arguments = ["build", "--build-dir", str(scratch), *overrides(PARAMETERS)]
    run_sam(*arguments, log=BUILDS / "build.log", environment=environment)
    _compile(scratch)
    scratch.rename(target)


def _compile(folder: Path) -> None:
    """Bytecode for the functions too, of the kind that a zip's dates cannot invalidate."""
    for function in folder.iterdir():
        if (function / "handler.py").exists():
            compileall.compile_dir(function, quiet=1, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)


def _forget_old() -> None:
    builds = sorted((path for path in BUILDS.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for build_folder in builds[:-BUILDS_KEPT]:
        shutil.rmtree(build_folder)


def _unconfigured() -> dict[str, str]:
    """The environment without the user's own AWS settings: nothing local may ever reach a real account."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
