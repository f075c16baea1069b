"""The texts of messages: read, put in force, tried, and given up for the built-in ones."""

from tessera.domain.message_texts import Text
from tessera.edge.answers.message_texts import MessagePreview, MessageText, TextBody, TextDraft
from tessera.edge.bodies import NoBody
from tessera.edge.callers import ADMIN, READ
from tessera.edge.http import Api, Reply
from tessera.edge.routes import Call, Query
from tessera.edge.wiring import looking, message_texts
from tessera.messages.editing import check_text, kind_and_language, preview, text_view

api = Api("message_texts")


@api.reads(
    "/messages/{kind}/{locale}",
    who=(READ, ADMIN),
    query=Query,
    answers={200: MessageText},
    summary="Read the text of a message",
    refusals=("invalid_request",),
)
def read_text(call: Call[Query]) -> Reply:
    """What is in force, whether it is the built-in text, and the names that it may use."""
    return Reply(text_view(*kind_and_language(**call.path), message_texts()))


@api.writes(
    "PUT",
    "/messages/{kind}/{locale}",
    who=(ADMIN,),
    body=TextBody,
    answers={200: MessageText},
    summary="Put a text in force",
    refusals=("invalid_request", "no_programme"),
)
def put_text(call: Call[TextBody]) -> Reply:
    """From the next message on; the last write wins. A text that uses a name there is not, or anything but names and
    conditions, is refused with the part and its line."""
    kind, language = kind_and_language(**call.path)
    text, here = Text(**call.asked.model_dump()), looking()
    check_text(kind, language, text, version=here["programmes"].in_force(here["now"]), now=here["now"])
    message_texts().keep(kind, language, text)
    return Reply(text_view(kind, language, message_texts()))


@api.writes(
    "DELETE",
    "/messages/{kind}/{locale}",
    who=(ADMIN,),
    body=NoBody,
    answers={200: MessageText},
    summary="Give up a text for the built-in one",
    refusals=("invalid_request",),
)
def delete_text(call: Call[NoBody]) -> Reply:
    """From the next message on the built-in text is in force."""
    kind, language = kind_and_language(**call.path)
    message_texts().forget(kind, language)
    return Reply(text_view(kind, language, message_texts()))


@api.writes(
    "POST",
    "/messages/{kind}/{locale}/preview",
    who=(ADMIN,),
    body=TextDraft,
    answers={200: MessagePreview},
    summary="Try a text",
    refusals=("invalid_request", "no_programme"),
)
def preview_text(call: Call[TextDraft]) -> Reply:
    """A made-up message by the draft, or by what is in force where no draft is sent. Nothing is kept."""
    kind, language = kind_and_language(**call.path)
    draft, here = call.asked.text, looking()
    version = here["programmes"].in_force(here["now"])
    text = Text(**draft.model_dump()) if draft else None
    return Reply(preview(kind, language, text, version=version, texts=message_texts(), now=here["now"]))


handler = api
