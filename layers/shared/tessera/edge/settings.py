"""Settings: what the stack tells its functions, read once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

PLATFORMS = {"GCM": "GCM_APPLICATION", "APNS": "APNS_APPLICATION"}
"""Which variable names the platform application that reaches phones of a kind; an empty one reaches none."""

PLANS = {"shop": "SHOP_PLAN", "member": "MEMBER_PLAN"}
"""Which variable names the usage plan of callers of a kind."""
SHOP_QUEUES = ("PAID_ORDERS_QUEUE_URL", "REFUNDED_ORDERS_QUEUE_URL", "CUSTOMERS_QUEUE_URL")
"""Which variables name the queues that the shop's bus feeds."""


class MissingSetting(Exception):
    """The function was deployed without something it needs; the message names it."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """In whose name mail leaves, by which configuration set, and how many functions send it at the same time."""

    sender_name: str
    sender_address: str
    reply_to: str | None
    configuration_set: str
    stack_name: str
    senders: int


@dataclass(frozen=True, slots=True)
class Settings:
    """The stack as its functions see it. What only some functions have is asked for with `need`."""

    table_name: str
    bus_name: str | None = None
    credits_queue_url: str | None = None
    messages_queue_url: str | None = None
    held_pushes_queue_url: str | None = None
    night_queue_url: str | None = None
    plan_queue_url: str | None = None
    erasures_queue_url: str | None = None
    deliveries_queue_url: str | None = None
    shop_secrets_arn: str | None = None
    shop_enrolment: str | None = None
    secret_arn: str | None = None
    digest_topic_arn: str | None = None
    has_test_clock: bool = False
    mailing: Mailing | None = None
    platforms: Mapping[str, str] = field(default_factory=dict)
    member_page_url: str | None = None
    public_url: str | None = None
    shop_origins: tuple[str, ...] = ()
    plans: Mapping[str, str] = field(default_factory=dict)
    webhooks_queue_url: str | None = None
    webhook_retries_queue_url: str | None = None
    has_loopback_webhooks: bool = False
    shop_queue_urls: Mapping[str, str] = field(default_factory=dict)


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings in these variables. Raises MissingSetting."""
    return Settings(
        table_name=need(environment.get("TABLE_NAME"), "TABLE_NAME"),
        bus_name=environment.get("BUS_NAME") or None,
        credits_queue_url=environment.get("CREDITS_QUEUE_URL") or None,
        night_queue_url=environment.get("NIGHT_QUEUE_URL") or None,
        plan_queue_url=environment.get("PLAN_QUEUE_URL") or None,
        erasures_queue_url=environment.get("ERASURES_QUEUE_URL") or None,
        deliveries_queue_url=environment.get("DELIVERIES_QUEUE_URL") or None,
        shop_secrets_arn=environment.get("SHOP_SECRETS_ARN") or None,
        shop_enrolment=environment.get("SHOP_ENROLMENT") or None,
        secret_arn=environment.get("SECRET_ARN") or None,
        digest_topic_arn=environment.get("DIGEST_TOPIC_ARN") or None,
        has_test_clock=environment.get("TEST_CLOCK") == "enabled",
        messages_queue_url=environment.get("MESSAGES_QUEUE_URL") or None,
        held_pushes_queue_url=environment.get("HELD_PUSHES_QUEUE_URL") or None,
        mailing=_mailing(environment),
        platforms={name: arn for name, variable in PLATFORMS.items() if (arn := environment.get(variable))},
        member_page_url=environment.get("MEMBER_PAGE_URL") or None,
        public_url=environment.get("PUBLIC_URL") or None,
        shop_origins=tuple(filter(None, environment.get("SHOP_ORIGINS", "").split(","))),
        plans={kind: plan for kind, variable in PLANS.items() if (plan := environment.get(variable))},
        webhooks_queue_url=environment.get("WEBHOOKS_QUEUE_URL") or None,
        webhook_retries_queue_url=environment.get("WEBHOOK_RETRIES_QUEUE_URL") or None,
        has_loopback_webhooks=_has_loopback_webhooks(environment),
        shop_queue_urls={name: url for name in SHOP_QUEUES if (url := environment.get(name))},
    )


def _has_loopback_webhooks(environment: Mapping[str, str]) -> bool:
    """On test stacks alone, and there only where it is asked for, too: to any other it would open what is inside."""
    return environment.get("TEST_CLOCK") == environment.get("LOOPBACK_WEBHOOKS") == "enabled"


def _mailing(environment: Mapping[str, str]) -> Mailing | None:
    """None where the shop has named no sender."""
    if not environment.get("SENDER_ADDRESS"):
        return None
    return Mailing(
        sender_name=environment.get("SENDER_NAME", ""),
        sender_address=environment["SENDER_ADDRESS"],
        reply_to=environment.get("REPLY_TO") or None,
        configuration_set=need(environment.get("CONFIGURATION_SET"), "CONFIGURATION_SET"),
        stack_name=need(environment.get("STACK_NAME"), "STACK_NAME"),
        senders=int(need(environment.get("MAIL_SENDERS"), "MAIL_SENDERS")),
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
