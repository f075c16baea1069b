"""The shape of the answer to a delivery, as OpenAPI tells it."""

from typing import Literal

from typing_extensions import TypedDict  # pydantic reads only this one before Python 3.12


class DeliveryTaken(TypedDict):
    """What became of a delivery: it will be carried out, or it is about something that nobody here asks for."""

    state: Literal["queued", "passed_over"]
