"""How a value that someone sent is shown back in a sentence."""

LENGTH_MAX = 40
NUMBER_MAX = 10**LENGTH_MAX


def quoted(value: object) -> str:
    """A text in quotes, anything else as it prints; on one line, printable, never longer than a few words."""
    if isinstance(value, int) and abs(value) >= NUMBER_MAX:
        return "a very large number"
    shown = "".join(letter if letter.isprintable() else "?" for letter in str(value)[: LENGTH_MAX + 1])
    shown = shown if len(shown) <= LENGTH_MAX else f"{shown[:LENGTH_MAX]}…"
    return f'"{shown}"' if isinstance(value, str) else shown
