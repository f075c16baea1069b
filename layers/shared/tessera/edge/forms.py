"""Forms: what a browser sends from a page, and a mailbox provider for who unsubscribes with one click (RFC 8058)."""

from collections.abc import Iterable, Mapping
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, TypeVar, get_origin
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict

from tessera.domain.refusals import InvalidRequest
from tessera.edge.bodies import read, text_of

FIELDS_MAX = 100
MULTIPART = "multipart/form-data"


class Form(BaseModel):
    """The fields of a form: texts, or tuples of them where a field may come several times. Others are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True, populate_by_name=True)


FormModel = TypeVar("FormModel", bound=BaseModel)


def read_form(model: type[FormModel], event: Mapping[str, Any]) -> FormModel:
    """The form in an API Gateway event's body, be it URL-encoded or multipart; no body is an empty form. Raises
    TooLarge, and InvalidRequest for what is no form."""
    given: dict[str, list[str]] = {}
    for name, value in _fields(event):
        given.setdefault(name, []).append(value)
    fields = model.model_fields.items()
    several = {field.alias or name for name, field in fields if get_origin(field.annotation) is tuple}
    return read(model, {name: tuple(all_) if name in several else all_[-1] for name, all_ in given.items()})


def _fields(event: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    text, kind = text_of(event), _content_type(event)
    if kind.partition(";")[0].strip().lower() == MULTIPART:
        return _parts(text, kind)
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_MAX)
    except ValueError:
        raise InvalidRequest(f"The form has more than {FIELDS_MAX} fields.") from None


def _parts(text: str, kind: str) -> list[tuple[str, str]]:
    """Python has one reader of multipart, that of mails."""
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n{text}".encode())
    parts = list(message.iter_parts()) if message.is_multipart() else []
    if len(parts) > FIELDS_MAX:
        raise InvalidRequest(f"The form has more than {FIELDS_MAX} fields.")
    named = [(part.get_param("name", header="content-disposition"), part.get_payload()) for part in parts]
    return [(str(name), str(value).strip()) for name, value in named if name is not None]


def _content_type(event: Mapping[str, Any]) -> str:
    headers = event.get("headers") or {}
    found = next((value for name, value in headers.items() if name.lower() == "content-type"), "") or ""
    return " ".join(str(found).split())
