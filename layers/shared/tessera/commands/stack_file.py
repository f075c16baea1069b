"""`.local/stack.json`: how any command reaches a stack that is up, and an endpoint that is not AWS."""

import json
import os
from pathlib import Path

import click

from tessera.commands.local_stack import LocalStack


class NoStack(click.ClickException):
    """There is nothing to work on; the message says what to do."""

    exit_code = 2


def read_stack_file(file: Path) -> LocalStack:
    """What the file says of its stack. Raises NoStack."""
    if not file.exists():
        raise NoStack(f"{file} does not exist: bring a stack up first (`tessera up`)")
    return LocalStack(**json.loads(file.read_text()))


def call_as(access_key_id: str, secret_access_key: str) -> None:
    """Call an emulator with its own keys: the user's must neither be needed nor sent there."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ |= {"AWS_ACCESS_KEY_ID": access_key_id, "AWS_SECRET_ACCESS_KEY": secret_access_key}


def called_stack(file: Path) -> LocalStack:
    """The stack of the file, ready to be called with its own keys. Raises NoStack."""
    stack = read_stack_file(file)
    call_as(stack.access_key_id, stack.secret_access_key)
    return stack
