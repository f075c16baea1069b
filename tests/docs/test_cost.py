"""The page of costs shows what its data come to, and the data are those of the template."""

import re

from bench.bill import PAGE, alarms_in, usage, with_tables
from tests.stack.templates import of_type, template


def test_the_page_shows_what_the_data_come_to() -> None:
    page = PAGE.read_text()
    assert with_tables(page) == page, "`python -m bench.bill` writes the tables again"


def test_functions_have_the_memory_that_is_reckoned_with() -> None:
    common = template()["Globals"]["Function"]["MemorySize"]
    sizes = {snake(name): it.get("MemorySize", common) for name, it in of_type("AWS::Serverless::Function").items()}
    assert {name: it["memory_mb"] for name, it in usage()["functions"].items()}.items() <= sizes.items()


def test_alarms_are_counted_with_those_of_nested_stacks() -> None:
    assert alarms_in("function_alarms.yaml") == 2
    assert alarms_in("queue_alarms.yaml") == alarms_in("function_alarms.yaml") + 2


def test_secrets_are_those_of_the_template() -> None:
    assert usage()["always"]["secrets"] == len(of_type("AWS::SecretsManager::Secret"))


def snake(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
