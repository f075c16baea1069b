"""Brings DynamoDB Local (Amazon's own engine) into a folder: `python fetch_dynamodb.py FOLDER`.

Amazon publishes no package of it, but its Amplify project does, on npm; only `emulator/` of that package is kept.
The archive is checked against the digest below before it is opened.
"""

import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "amplify-dynamodb-simulator@2.9.30"
SHA512 = "xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ=="
KEPT = "package/emulator/"


def download(folder: Path) -> Path:
    """The package's archive, its content verified."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    archive = next(folder.glob("*.tgz"))
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != SHA512:
        raise SystemExit(f"{PACKAGE} is not the archive that was pinned: sha512-{found}")
    return archive


def unpack(archive: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as content:
        for member in content.getmembers():
            if member.name.startswith(KEPT) and member.isfile():
                member.name = member.name.removeprefix(KEPT)
                content.extract(member, target, filter="data")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        unpack(download(Path(scratch)), Path(sys.argv[1]))
