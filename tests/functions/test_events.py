"""events/ has a real example of whatever can wake a function: the sources of template.yaml, read back."""

from typing import Any

import pytest

from tests.stack.templates import of_type

from .conftest import ROOT

EXAMPLES = {path.stem: path.read_text() for path in (ROOT / "events").glob("*.json")}
SOURCES = [
    pytest.param(source, id=f"{name}-{place}")
    for name, function in of_type("AWS::Serverless::Function").items()
    for place, source in function.get("Events", {}).items()
    if source["Type"] != "Api"  # those are played as a story
]


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_of_every_function_has_an_example(source: Any) -> None:
    assert any(_mark_of(source) in text for text in EXAMPLES.values())


def _mark_of(source: Any) -> str:
    """What only the events of this source hold."""
    match source["Type"]:
        case "SQS":
            return f":tessera-{source['Properties']['Queue']['Fn::GetAtt'].partition('.')[0]}-"
        case "SNS":
            return f":tessera-{source['Properties']['Topic']['Fn::GetAtt'].rpartition('.')[2]}:"
        case "DynamoDB":
            return '"eventSource": "aws:dynamodb"'
        case _:
            return '{\n  "time": '
