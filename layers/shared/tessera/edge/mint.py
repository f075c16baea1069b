"""The mint: where unguessable voucher codes come from (docs/rules.md §6)."""

import secrets

# Without 0 O, 1 I L and the like: a code is read aloud at a till.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS = 3
GROUP_LENGTH = 5
OWN_LETTERS_MAX = 4
SECRET_LETTERS = 6


class SecretMint:
    """Codes from the system's own randomness: 15 of 31 letters, 74 bits."""

    def voucher_code(self) -> str:
        """A new code, such as 7KQ2M-XW9TA-BH4CZ."""
        return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))

    def referral_code(self, member_id: str) -> str:
        """A new code, such as ANNA7KQ2MX."""
        return own_letters(member_id) + "".join(secrets.choice(LETTERS) for _ in range(SECRET_LETTERS))


def own_letters(member_id: str) -> str:
    """What of a member's id begins a referral code: its first letters and digits, in capitals."""
    return "".join(each for each in member_id if each.isalnum())[:OWN_LETTERS_MAX].upper()
