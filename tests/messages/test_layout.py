"""The layout that is kept is the one that its MJML makes."""

from tessera.commands.mails import compiled
from tessera.messages.wording import HERE


def test_the_layout_is_the_compiled_one() -> None:
    assert (HERE / "layout.html").read_text() == compiled(), "the layout has changed; compile it again: `make mails`"
