"""Running a machine by a seed: a failure says which, and tells the shortest story of it that could be found."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.properties.machine import AnyShop
from tests.properties.shortening import Story, shortest
from tests.properties.stories import story_text


def prove(machine: type[AnyShop], number: int, steps: int, folder: Path) -> None:
    """Run the machine for so many steps by a seed, and once by the simplest choices, with which hypothesis begins."""
    last: list[AnyShop] = []

    def remembered() -> AnyShop:
        last[:] = [machine()]
        return last[0]

    factory: Any = seed(number)(remembered)
    try:
        run_state_machine_as_test(factory, settings=_settings(steps))
    except Exception as broken:  # whatever it is, it goes on its way with its shortest story
        file = folder / f"seed-{number}.story.yaml"
        file.write_text(_shortest_text(machine, last[0], broken))
        broken.add_note(f"seed {number}, its shortest story ({file}):\n{file.read_text()}")
        raise


def _settings(steps: int) -> settings:
    """Nothing is shrunk here: shortening.py does it by what happened, not by what was chosen."""
    return settings(
        max_examples=2,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )


def _shortest_text(machine: type[AnyShop], failed: AnyShop, broken: Exception) -> str:
    story = Story(failed.world.programme, tuple(failed.world.events))
    story = shortest(story, lambda shorter: type(_retold(machine, shorter).broken) is type(broken))
    last = _retold(machine, story)
    found = last.broken or broken
    said = f"{type(found).__name__}: {found}"
    return story_text(story.programme, last.world.events, said, getattr(found, "expected", None))


def _retold(machine: type[AnyShop], story: Story) -> AnyShop:
    """The story told again, as far as it holds: with the refunds of all that is left at its end."""
    again = machine()
    with suppress(Exception):
        again.retell(*story)
    return again
