"""`tessera check` tells every fault of a programme at once, with its path and its line."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tessera.commands.emulators import ROOT

Tessera = Callable[..., Result]
GALLERY = sorted(path for path in (ROOT / "programmes").glob("*.yaml") if not path.name.endswith(".story.yaml"))


@pytest.mark.parametrize("file", GALLERY, ids=[path.stem for path in GALLERY])
def test_every_programme_of_the_gallery_is_fine_and_has_its_story(tessera: Tessera, file: Path) -> None:
    result = tessera("check", file)
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)
    assert file.with_suffix(".story.yaml").exists()


def test_a_programme_that_says_all_there_is_to_say_is_carried_out(tessera: Tessera) -> None:
    result = tessera("check", ROOT / "tests/domain/programme_full.yaml")
    assert (result.exit_code, "not_supported_yet" in result.stdout) == (0, False)


def test_every_fault_is_told_with_its_path_and_its_line(tessera: Tessera, tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(
        "id: shop\nname: Shop\ncurrency: EUX\ntimezone: Europe/Rome\nlocales: [it]\n"
        "earning:\n  rules:\n    - {id: a, wallet: points, earn: {points: 1, per: 1.00}}\n"
    )
    result = tessera("check", file)
    assert result.exit_code == 1
    assert f"{file}:3  currency" in result.stdout
    assert f"{file}:8  earning.rules[0].earn.per" in result.stdout


def test_a_file_that_cannot_be_read_is_another_exit_code(tessera: Tessera, tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text("id: [\n")
    assert tessera("check", file).exit_code == 2
    assert tessera("check", tmp_path / "nothing.yaml").exit_code == 2
    assert tessera("check", GALLERY[0], file).exit_code == 2


def test_a_programme_with_twelve_faults_is_told_all_twelve_at_once(tessera: Tessera) -> None:
    """Each of another kind; the file numbers them at the end of their lines."""
    file = ROOT / "tests/commands/twelve_faults.yaml"
    written = file.read_text().splitlines()
    numbered = {found[1]: number for number, line in enumerate(written, 1) if (found := re.search(r"# (\d+): ", line))}
    assert [*numbered] == [str(number) for number in range(1, 13)]
    result = tessera("check", file)
    assert (result.exit_code, "the programme has 12 faults" in result.stdout) == (1, True)
    told = [int(number) for number in re.findall(r"twelve_faults\.yaml:(\d+)  ", result.stdout)]
    assert told == [*numbered.values()]


def test_the_faults_are_told_as_json_with_their_lines(tessera: Tessera) -> None:
    result = tessera("check", "--json", ROOT / "tests/commands/twelve_faults.yaml", GALLERY[0])
    faulty, fine = json.loads(result.stdout)["programmes"]
    assert (result.exit_code, faulty["valid"], len(faulty["errors"])) == (1, False, 12)
    assert faulty["errors"][3]["path"] == "earning.rules[0].earn.per"
    assert fine == {"file": str(GALLERY[0]), "valid": True, "not_supported_yet": []}
