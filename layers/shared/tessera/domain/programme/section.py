"""A section of the document, and what reading one takes from the rest of it (docs/rules.md §2)."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Discriminator, ValidationInfo


class Section(BaseModel):
    """A part of the document: frozen, nothing converted, no key but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one value takes from the rest of the document."""

    digits: int
    tier_metric: object
    source: dict[str, object]


def reading(info: ValidationInfo) -> Reading:
    """The reading that a value is part of. Raises TypeError outside `check`."""
    if not isinstance(info.context, Reading):
        raise TypeError("the document is read by `check`, which knows its currency")
    return info.context


def chosen_by(key: str, *kinds: str) -> Discriminator:
    """The shape of a section follows from what its `key` says; shapes are tagged "<kind>", which no path shows."""

    def tag(section: object) -> str | None:
        kind = section.get(key) if isinstance(section, dict) else None
        return f"<{kind}>" if kind in kinds else None

    allowed: dict[str, str | int | float] = {"key": key, "expected": ", ".join(kinds)}
    return Discriminator(tag, "unknown_kind", "unknown kind", allowed)
