"""The night told: for whom each job had something, and mails as their readers have them."""

from collections.abc import Iterable

from rich.console import Group
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from tessera.commands.demo.emulated import CapturedMail
from tessera.commands.demo.night import Night
from tessera.domain.agenda import HOURS, JOBS


def jobs_of(night: Night) -> Group:
    """For how many each job had something, at its hour, and how long that took."""
    grid = Grid("", "", box=None, pad_edge=False)
    grid.add_column("on the agenda", justify="right")
    grid.add_column("had something due", justify="right")
    for job in JOBS:
        grid.add_row(job, f"{HOURS[job]:%H:%M}", f"{night.on_agenda[job]:,}", f"{night.due[job]:,}")
    return Group(grid, Text(f"Of {night.members:,} members nobody else was looked at. It took {night.seconds:.0f} s."))


def mails_of(mails: Iterable[CapturedMail]) -> Group:
    """Each as a mail program shows it, without its footer."""
    return Group(*(Padding(_mail(mail), (1, 0, 0, 0)) for mail in mails))


def _mail(mail: CapturedMail) -> Group:
    head = Text.assemble(("To: ", "dim"), mail.to, ("\nSubject: ", "dim"), (mail.subject, "bold"))
    return Group(head, Padding(Text(mail.text), (1, 0, 0, 2)))
