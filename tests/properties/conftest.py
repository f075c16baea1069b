"""Each test that makes up stories runs once by each seed: `pytest tests/properties --seeds 1000 --steps 200`."""

import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    seeds: int = metafunc.config.getoption("--seeds")
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(seeds))
    if "few_seeds" in metafunc.fixturenames:
        metafunc.parametrize("few_seeds", range(max(1, seeds // 8)))


@pytest.fixture
def steps(request: pytest.FixtureRequest) -> int:
    """How long a story is that is made up."""
    steps: int = request.config.getoption("--steps")
    return steps
