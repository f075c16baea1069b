"""Profiles as the table's stream brings them: whose change makes the member be asked for something."""

from collections.abc import Iterator, Mapping
from typing import Any

from tessera.domain.asking import asking_key
from tessera.domain.filing import Key
from tessera.storage.keys import tail
from tessera.storage.rows import PROFILE


def asks_in(event: Mapping[str, Any]) -> Iterator[Key]:
    """What asks for a mail in a batch of the stream, such as `consent`, `anna`, `000002`: the revision of her profile
    in which she is asked to confirm marketing. A later change of the profile asks nothing."""
    for change in event["Records"]:
        image = change["dynamodb"].get("NewImage", {})
        if image.get("kind") == {"S": PROFILE} and image.get("asked_in") == image["revision"]:
            yield asking_key(tail(image["pk"]["S"]), int(image["revision"]["N"]))
