"""Money as the API says it."""


def money(minor: int) -> str:
    """Minor units of the euro as the API says them."""
    return f"{minor // 100}.{minor % 100:02d}"


def minor(amount: int | str) -> int:
    """The other way round; units are themselves."""
    return int(str(amount).replace(".", ""))
