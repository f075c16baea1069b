"""What is told of a failure: its kind, the provider's code and its place, never its words. Those quote whatever was
being handled, such as an address, and are not ours to write into a log (docs/security.md)."""

from pathlib import Path
from traceback import extract_tb
from typing import Any

from tessera.domain.refusals import Refusal

PLACES_MAX = 12


class Failed(Exception):
    """Something of somebody else's failed; the message says of what kind, and where. A function that nobody waits for
    fails with this, because Lambda writes the words of whatever it fails with."""


def story_of(failure: BaseException) -> dict[str, Any]:
    """A failure for the log, with what it came from."""
    told: dict[str, Any] = {"kind": _kind(failure), "places": _places(failure)}
    if code := _code(failure):
        told["code"] = code
    if _is_ours(failure):
        told["words"] = str(failure)
    if before := failure.__cause__ or failure.__context__:
        told["after"] = {"kind": _kind(before), "places": _places(before)[-1:], "code": _code(before)}
    return told


def tellable(failure: Exception) -> Exception:
    """The failure itself where its words are ours, which name counts and settings; another in its place where not."""
    if _is_ours(failure) or isinstance(failure, Refusal):
        return failure
    place = next(reversed(_places(failure)), "nowhere")
    return Failed(" ".join(filter(None, (_kind(failure), _code(failure), "at", place))))


def _is_ours(failure: BaseException) -> bool:
    return type(failure).__module__.startswith("tessera.") and not isinstance(failure, Refusal)


def _kind(failure: BaseException) -> str:
    return type(failure).__qualname__


def _code(failure: BaseException) -> str | None:
    """The code of a refusal, or what AWS calls what went wrong; PynamoDB hands it on."""
    if isinstance(failure, Refusal):
        return failure.code
    response = getattr(failure, "response", None)
    named = response.get("Error", {}).get("Code") if isinstance(response, dict) else None
    return named or getattr(failure, "cause_response_code", None)


def _places(failure: BaseException) -> list[str]:
    """Where it went through, the innermost last."""
    frames = extract_tb(failure.__traceback__)[-PLACES_MAX:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
