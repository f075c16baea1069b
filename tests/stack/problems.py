"""What every refusal is held to, whoever says it: a function or the gateway."""

from tests.stack.calling import Said

MEMBERS = {"type", "title", "status", "detail", "code", "errors"}


def assert_refused(said: Said, status: int, code: str, words: str) -> None:
    """A problem of this status and code, of the form that all have, in which these words stand."""
    assert (said.status, said.media_type) == (status, "application/problem+json"), said.body
    assert set(said.body) == MEMBERS
    assert (said.body["status"], said.body["code"]) == (status, code)
    assert said.body["type"] == f"urn:tessera:problem:{code}"
    told = [said.body["detail"], *(fault["message"] for fault in said.body["errors"])]
    assert any(words in each for each in told), told
