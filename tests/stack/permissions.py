"""What template.yaml allows each function, read back, and a guard that holds a function to it.

The emulated AWS judges actions but not leading keys, moto neither: the guard judges both, in the same process.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from tests.stack.templates import of_type

FUNCTION = "AWS::Serverless::Function"
IN_TRANSACTION = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}


class NotAllowed(AssertionError):
    """On AWS this call would have been denied."""


class Guard:
    """Holds DynamoDB calls to the policy of a function, and remembers which of its permissions they needed."""

    def __init__(self) -> None:
        self.function: str | None = None
        self.needed: dict[str, set[tuple[str, str]]] = {}

    def hold_to(self, folder: str) -> None:
        """From here on: `hold_to("award_orders")`."""
        self.function = "".join(word.capitalize() for word in folder.split("_"))

    def judge(self, service: str, operation: str, parameters: dict[str, Any]) -> None:
        """Raises NotAllowed where AWS would deny the call."""
        if self.function and service == "dynamodb":
            needed = hold(self.function, operation, parameters)
            self.needed.setdefault(self.function, set()).update(needed)


def permissions(function: str) -> Iterator[tuple[str, str]]:
    """An action, and what it may touch: a leading key of the table, `*` for all of it, or a resource's name."""
    for statement in statements(function):
        allowed = statement.get("Fn::If", [None, statement])[1]
        assert allowed["Effect"] == "Allow"
        for action in _listed(allowed["Action"]):
            for item in _items(allowed):
                yield action.partition(":")[2], item


def statements(function: str) -> list[dict[str, Any]]:
    """The statements of a function's policies."""
    policies = of_type(FUNCTION)[function]["Policies"]
    return [statement for policy in policies for statement in policy["Statement"]]


def hold(function: str, operation: str, parameters: dict[str, Any]) -> set[tuple[str, str]]:
    """The permissions that a DynamoDB call of botocore's low-level client needs. Raises NotAllowed without them."""
    needed = set()
    for action, item in _touched(operation, parameters):
        covering = {(may, what) for may, what in permissions(function) if action == may and fnmatchcase(item, what)}
        if not covering:
            raise NotAllowed(f"{function} may not {action} {item}: template.yaml does not say so")
        needed |= covering
    return needed


def _touched(operation: str, parameters: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if operation == "TransactWriteItems":
        for step in parameters["TransactItems"]:
            ((kind, inner),) = step.items()
            yield IN_TRANSACTION[kind], _key_of(inner)
    elif operation == "Query":
        index = parameters.get("IndexName")
        yield operation, str(index or next(iter(parameters["ExpressionAttributeValues"].values()))["S"])
    else:
        yield operation, _key_of(parameters)


def _key_of(parameters: dict[str, Any]) -> str:
    key = parameters.get("Key") or parameters.get("Item") or {"pk": {"S": "*"}}
    return str(key["pk"]["S"])


def _items(statement: dict[str, Any]) -> list[str]:
    leading = statement.get("Condition", {}).get("ForAllValues:StringLike")
    if leading:
        keys: list[str] = leading["dynamodb:LeadingKeys"]
        return keys
    resources = statement["Resource"]
    return [_named(each) for each in (resources if isinstance(resources, list) else [resources])]


def _named(resource: Any) -> str:
    """A resource of the template by its name, another one by the end of its address."""
    if isinstance(resource, str):
        return resource
    address = next(iter(resource.values()))
    *_, before, last = ["", *(address if isinstance(address, str) else address[0]).split("/")]
    name = f"{before}/{last}" if last == "*" else last.partition(".")[0]
    return "*" if name == "Table" else name.rpartition(":")[2]


def _listed(actions: str | list[str]) -> list[str]:
    return [actions] if isinstance(actions, str) else actions
