"""Settings: what the stack tells its functions, read once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


class MissingSetting(Exception):
    """The function was deployed without something it needs; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The stack as its functions see it. What only some functions have is asked for with `need`."""

    table_name: str
    bus_name: str | None = None
    credits_queue_url: str | None = None
    secret_arn: str | None = None
    has_test_clock: bool = False


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings in these variables. Raises MissingSetting."""
    return Settings(
        table_name=need(environment.get("TABLE_NAME"), "TABLE_NAME"),
        bus_name=environment.get("BUS_NAME") or None,
        credits_queue_url=environment.get("CREDITS_QUEUE_URL") or None,
        secret_arn=environment.get("SECRET_ARN") or None,
        has_test_clock=environment.get("TEST_CLOCK") == "enabled",
    )


def need(value: str | None, variable: str) -> str:
    """The value of a variable that this function cannot do without. Raises MissingSetting."""
    if not value:
        raise MissingSetting(f"{variable} is not set; template.yaml gives it to the functions that need it")
    return value


@cache
def settings() -> Settings:
    """This function's settings."""
    return settings_from(os.environ)
