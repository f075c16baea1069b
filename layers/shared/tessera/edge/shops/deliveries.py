"""Deliveries of a platform on their way through the queue: whole, as they were signed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tessera.edge.bodies import text_in
from tessera.edge.shops.news import Topic
from tessera.edge.shops.payloads import payload_in


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a platform said: under which topic, and the id it gives this delivery, which is told in logs."""

    shop: str
    topic: str
    delivery_id: str
    payload: Mapping[str, Any]


class Message(NamedTuple):
    """A message to the queue of deliveries. What is about one thing is taken one by one; a delivery that comes again at
    once is the same one."""

    body: str
    about: str
    key: str


def message_of(shop: str, topic: str, delivery_id: str, raw: bytes, known: Topic) -> Message:
    """The message of a delivery whose signature is right. Raises InvalidRequest for what is no JSON object."""
    text = text_in(raw)
    payload = payload_in(text)
    around = json.dumps({"shop": shop, "topic": topic, "delivery_id": delivery_id})
    key = hashlib.sha256(f"{shop}/{topic}\n".encode() + raw).hexdigest()
    # As it came: numbers are not written again, for they may be longer than a float.
    body = f'{around[:-1]}, "payload": {text}}}'
    return Message(body, f"{shop}/{known.subject(payload)}", key)


def read_delivery(body: str) -> Delivery:
    """The delivery in a message's body."""
    said = payload_in(body)
    return Delivery(said["shop"], said["topic"], said["delivery_id"], said["payload"])
