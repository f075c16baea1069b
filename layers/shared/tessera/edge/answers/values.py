"""What shapes are made of: amounts, days, instants."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

Wallet = Literal["points", "cashback"]
Money = Annotated[str, Field(description="Money in the programme's currency.", examples=["12.34"])]
Amount = Annotated[
    int | str, Field(description="Points as an integer, cashback as money; what is taken away is negative.")
]
Day = Annotated[str, Field(examples=["2026-03-31"], json_schema_extra={"format": "date"})]
Instant = Annotated[str, Field(examples=["2026-01-10T09:00:00Z"], json_schema_extra={"format": "date-time"})]
Version = Annotated[int, Field(description="The version of the programme by which it was made.")]


class WalletAmount(TypedDict):
    """Units of one wallet."""

    wallet: Wallet
    amount: Amount
