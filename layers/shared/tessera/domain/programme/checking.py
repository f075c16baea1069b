"""From a loaded document to a programme, or to everything that is wrong with it."""

from itertools import chain, islice

from pydantic import ValidationError

from tessera.domain.currencies import MINOR_DIGITS
from tessera.domain.programme import coherence, sentences
from tessera.domain.programme.document import Programme
from tessera.domain.programme.faults import Finding, fault, refused
from tessera.domain.programme.places import position
from tessera.domain.programme.section import Reading
from tessera.domain.refusals import Fault

FAULTS_MAX = 200
DIGITS_MAX = max(MINOR_DIGITS.values())


def check(document: object) -> Programme:
    """The programme that a document (loaded from YAML or JSON: plain values) describes.

    Raises ProgrammeRefused with all faults, in the order of the document; beyond 200 with the first ones.
    """
    programme, misread = _read(document)
    found = list(islice(chain(misread, coherence.findings(document)), FAULTS_MAX))
    if programme is None or found:
        raise refused(_in_order(document, found))
    return programme


def _read(document: object) -> tuple[Programme | None, list[Finding]]:
    try:
        return Programme.model_validate(document, context=_reading(document)), []
    except ValidationError as error:
        return None, sentences.findings(error.errors(include_url=False)[:FAULTS_MAX])


def _reading(document: object) -> Reading:
    written = document if isinstance(document, dict) else {}
    currency, tiers = written.get("currency"), written.get("tiers")
    metric = tiers.get("metric") if isinstance(tiers, dict) else None
    digits = MINOR_DIGITS.get(currency, DIGITS_MAX) if isinstance(currency, str) else DIGITS_MAX
    return Reading(digits, metric, written)


def _in_order(document: object, found: list[Finding]) -> list[Fault]:
    found.sort(key=lambda finding: position(document, finding.loc))
    return list(dict.fromkeys(fault(document, finding) for finding in found))
