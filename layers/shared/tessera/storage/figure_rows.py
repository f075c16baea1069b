"""The rows of figures: what is counted on a day or in a month, in shards, and which tallies are among them."""

from datetime import datetime, timedelta
from typing import Self

from pynamodb.expressions.update import Action

from tessera.domain.figures import NAMES, Figures, Tally
from tessera.storage import keys
from tessera.storage.columns import Row, Whole

FIGURES, TOLD = "figures", "told"
KNOWN_FOR = timedelta(days=7)


class FiguresRow(Row):
    """A shard of the figures of a day, or of all days of a month."""

    vars().update({name: Whole(null=True) for name in NAMES})  # a column for each, which is only there once it is due

    @classmethod
    def named(cls, place: keys.Place) -> Self:
        """The row before anything was added to it: where it lies."""
        return cls.at(place, FIGURES)

    @classmethod
    def additions(cls, figures: Figures) -> list[Action]:
        """What adds figures to a row."""
        columns = cls.get_attributes()
        return [columns[name].add(amount) for name, amount in figures.items() if amount]

    def read(self) -> Figures:
        """Its figures."""
        return Figures({name: self.attribute_values[name] for name in NAMES if name in self.attribute_values})


class ToldRow(Row):
    """That a tally is among the figures; DynamoDB drops it once that is long ago."""

    ttl = Whole()

    @classmethod
    def of(cls, tally: Tally, at: datetime) -> Self:
        """The row of a tally that is added at an instant."""
        return cls.at(keys.told(tally.id), TOLD, ttl=int((at + KNOWN_FOR).timestamp()))


SHAPES: dict[str, type[Row]] = {FIGURES: FiguresRow, TOLD: ToldRow}
