"""Whatever is sent to the deployed API, the answer is one that its own description foresees, and never a 5xx."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tessera.commands.emulators import ROOT
from tessera.edge.callers import SCOPES
from tessera.edge.tokens import create_token
from tests.functions.story import PAGES, STORY
from tests.stack.calling import Shop
from tests.stack.test_api import send

SCHEMATHESIS = ROOT / ".local/env/schemathesis/bin/schemathesis"
DESCRIPTION = ROOT / "layers/shared/tessera/edge/openapi.json"
SEED = "20261122"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)


@pytest.fixture
def token(shop: Shop) -> str:
    """A token that may do everything, in a shop in which everything has happened once."""
    for name, _ in STORY:
        if name not in (*PAGES, "move_clock"):
            send(shop, name)
    client, now = shop.client("dynamodb"), datetime.now(UTC)
    return create_token(client, shop.stack.table, name="fuzz", scopes=SCOPES, now=now)[0]


def test_the_deployed_api_answers_everything_as_it_is_described(
    shop: Shop, token: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """Its own examples, each boundary of each schema, then what it makes up, half of it wrong on purpose. One worker:
    hypothesis reads its own sources while it draws, which CPython 3.11 cannot do in two threads at once."""
    asked = ["--header", f"Authorization: Bearer {token}", "--url", shop.stack.api_url, "--checks", ",".join(CHECKS)]
    drawn = ["--phases", "examples,coverage,fuzzing", "--seed", SEED, "--request-timeout", "60"]
    bounds = ["--max-examples", str(pytestconfig.getoption("--fuzz")), "--warnings", "off", "--no-shrink"]
    done = subprocess.run(
        [SCHEMATHESIS, "--no-color", "run", DESCRIPTION, *asked, *drawn, *bounds],
        cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": str(Path(__file__).with_name("fuzz_hooks.py"))},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "generated" in done.stdout
