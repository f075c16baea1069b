"""Entries of what came along from another programme: lot by lot, with the last days they have."""

from tessera.operations.why.case import Case, Why
from tessera.operations.why.credits import brought_lots


def why_import(case: Case) -> Why:
    """The lots as they were put down with the import; those of a rolling wallet share the latest of their days."""
    (source,) = case.ids
    lots = [
        {"amount": case.units(lot.units), "last_day": lot.last_day.isoformat() if lot.last_day else None}
        for lot in brought_lots(case, case.entry)
    ]
    said = case.say("why.import", source=source, units=case.entry.units)
    return Why({"about": "import", "source": source, "lots": lots}, [said])
