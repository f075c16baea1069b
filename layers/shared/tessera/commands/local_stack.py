"""The local stack: template.yaml itself, deployed to an emulated AWS on this machine, and how to reach it."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tessera.commands.builds import PARAMETERS, build, overrides, run_sam
from tessera.commands.emulators import ROOT, answers, is_running, start_ministack, stop

REGION = "eu-south-1"
# The emulated AWS holds each function to its policy, and takes this one caller as the account's owner.
OWNER = "test"
MAIL = {"SenderAddress": "club@tessera.example", "SenderName": "Tessera"}
"""In whose name mail leaves here; the emulated AWS keeps it, and shows it at /_ministack/ses/messages."""
PAGES = {"ShopOrigins": "https://shop.example,https://m.shop.example"}
"""Whose pages may call: of a shop that is none, so that nobody's may."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a local stack runs: its port, its name, and the folder that keeps its files."""

    port: int = 4566
    name: str = "tessera"
    folder: Path = ROOT / ".local"
    has_test_clock: bool = False

    @property
    def endpoint(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def pid_file(self) -> Path:
        return self.folder / "ministack.pid"

    @property
    def stack_file(self) -> Path:
        return self.folder / "stack.json"


@dataclass(frozen=True, slots=True)
class LocalStack:
    """What `.local/stack.json` says: all that a client of a running stack has to know."""

    api_url: str
    tokens: Mapping[str, str]
    table: str
    bus: str
    secret: str
    shop_secrets: str
    region: str
    endpoint: str
    functions: Mapping[str, str]
    test_clock: bool
    build: str
    access_key_id: str = OWNER
    secret_access_key: str = OWNER


def bring_up(site: Site) -> LocalStack:
    """Starts the emulator where none answers, builds and deploys what has changed, and writes stack.json."""
    if not answers(f"{site.endpoint}/_ministack/health"):
        _start(site)
    built = build()
    known = read_stack(site) if _is_ours(site) else None
    if known and known.build == built.name and known.test_clock == site.has_test_clock:
        return known
    _deploy(site, built)
    return _described(site, built, known)


def take_down(site: Site) -> bool:
    """Stops the emulator that `bring_up` started here; False when there is none. What it held is gone with it."""
    site.stack_file.unlink(missing_ok=True)
    running = _is_ours(site)
    if running:
        stop(int(site.pid_file.read_text()))
    site.pid_file.unlink(missing_ok=True)
    shutil.rmtree(site.folder / "tmp", ignore_errors=True)
    return running


def read_stack(site: Site) -> LocalStack | None:
    """The stack that was brought up here, None when there is none."""
    if not site.stack_file.exists():
        return None
    return LocalStack(**json.loads(site.stack_file.read_text()))


def _is_ours(site: Site) -> bool:
    return site.pid_file.exists() and is_running(int(site.pid_file.read_text()))


def _start(site: Site) -> None:
    site.folder.mkdir(parents=True, exist_ok=True)
    site.stack_file.unlink(missing_ok=True)
    site.pid_file.write_text(str(start_ministack(site.port, site.folder)))


def _deploy(site: Site, built: Path) -> None:
    # On a stack for trying, whoever listens on this machine may subscribe to webhooks, too.
    of_trials = dict.fromkeys(("TestClock", "LoopbackWebhooks"), "enabled" if site.has_test_clock else "disabled")
    parameters = PARAMETERS | MAIL | PAGES | of_trials
    arguments = ["deploy", "--config-env", "local", "--config-file", str(ROOT / "samconfig.toml")]
    arguments += ["--template-file", str(built / "template.yaml"), "--stack-name", site.name, *overrides(parameters)]
    to_here = {
        "AWS_ENDPOINT_URL": site.endpoint,
        "AWS_ACCESS_KEY_ID": OWNER,
        "AWS_SECRET_ACCESS_KEY": OWNER,
        "AWS_DEFAULT_REGION": REGION,
    }
    run_sam(*arguments, log=site.folder / "deploy.log", environment=to_here)


def _described(site: Site, built: Path, known: LocalStack | None) -> LocalStack:
    from tessera.commands.deployed import Deployed, functions

    deployed = Deployed(site.endpoint, REGION, OWNER, site.name)
    found = deployed.resources()
    deployed.complete_gateway(found["api"])
    deployed.verify_sender(MAIL["SenderAddress"])
    stack = LocalStack(
        api_url=deployed.api_url(found["api"]),
        tokens=deployed.shop_tokens(found["table"], known.tokens if known else {}),
        table=found["table"],
        bus=found["bus"],
        secret=found["secret"],
        shop_secrets=found["shop_secrets"],
        region=REGION,
        endpoint=site.endpoint,
        functions={name: found[name] for name in sorted(found.keys() & functions())},
        test_clock=site.has_test_clock,
        build=built.name,
    )
    site.stack_file.write_text(json.dumps(asdict(stack), indent=2) + "\n")
    return stack
