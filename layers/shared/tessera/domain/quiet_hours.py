"""Quiet hours: when no phone is to ring, from 21:00 to 08:00 in the programme's time zone (docs/rules.md §8)."""

from datetime import UTC, datetime, time, timedelta

from tessera.domain.calendar import Zone, zone_of

BEGIN, END = time(21), time(8)


def quiet_until(instant: datetime, zone: Zone) -> datetime | None:
    """When the quiet hours end in which the instant lies, in UTC; None when it lies in none."""
    there = instant.astimezone(zone_of(zone))
    if END <= there.time() < BEGIN:
        return None
    day = there.date() + timedelta(days=1) if there.time() >= BEGIN else there.date()
    return datetime.combine(day, END, zone_of(zone)).astimezone(UTC)
