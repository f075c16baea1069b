"""A programme to tell of, and the texts in force."""

import pytest

from tessera.commands.documents import read_document
from tessera.commands.emulators import ROOT
from tessera.domain.programme import check
from tessera.domain.versions import Version, version_of
from tessera.storage.memory.texts import MemoryTexts
from tests.messages.making import NOW

LEVELS = [{"id": "silver", "from": "0.00"}, {"id": "gold", "from": "500.00"}]
TIERS = {"metric": "spend", "window": {"mode": "lifetime"}, "levels": LEVELS}


@pytest.fixture(scope="session")
def version() -> Version:
    """Bottega's programme, with levels."""
    document = read_document(ROOT / "programmes/bottega.yaml").value
    return version_of(check(document | {"tiers": TIERS}), number=1, in_force_from=NOW)


@pytest.fixture
def texts() -> MemoryTexts:
    """No text but the built-in ones."""
    return MemoryTexts()
