"""Brings a program that is published on npm alone into a folder: `python fetch.py dynamodb|typescript FOLDER`.

`dynamodb` is DynamoDB Local (Amazon's own engine): Amazon publishes no package of it, but its Amplify project does.
`typescript` checks and compiles the documentation's example. Only what is needed of a package is kept, and its archive
is checked against the digest below before it is opened.
"""

import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple


class Package(NamedTuple):
    """A package at its pinned version, the SHA-512 of its archive, and the folder of it that is kept."""

    name: str
    sha512: str
    kept: str


PACKAGES = {
    "dynamodb": Package(
        "amplify-dynamodb-simulator@2.9.30",
        "xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==",
        "package/emulator/",
    ),
    "typescript": Package(
        "typescript@5.9.3",
        "jl1vZzPDinLr9eUt3J/t7V6FgNEw9QjvBPdysz9KfQDD41fQrC2Y4vKQdiaUpFT4bXlb1RHhLpp8wtm6M5TgSw==",
        "package/lib/",
    ),
}


def download(package: Package, folder: Path) -> Path:
    """The package's archive, its content verified."""
    subprocess.run(["npm", "pack", "--silent", package.name], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    archive = next(folder.glob("*.tgz"))
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != package.sha512:
        raise SystemExit(f"{package.name} is not the archive that was pinned: sha512-{found}")
    return archive


def unpack(archive: Path, kept: str, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as content:
        for member in content.getmembers():
            if member.name.startswith(kept) and member.isfile():
                member.name = member.name.removeprefix(kept)
                content.extract(member, target, filter="data")


if __name__ == "__main__":
    wanted = PACKAGES[sys.argv[1]]
    with tempfile.TemporaryDirectory() as scratch:
        unpack(download(wanted, Path(scratch)), wanted.kept, Path(sys.argv[2]))
