"""Numbers people read and codes nobody can guess."""

from __future__ import annotations

from darcha.cases.rules.intake import PERSONAL_NUMBER_DIGITS

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so a code read aloud or typed from paper comes out right."""

CODE_LENGTH = 28
"""28 signs of 5 bits: 140 bits, in seven groups of four."""

CODE_BYTES = 18
"""Random bytes a code needs: 144 bits, of which 140 are used."""

_GROUP = 4

_TYPED = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None, "\u2011": None})


def code_from(token: bytes) -> str:
    """Return the code of `token`, at least `CODE_BYTES` random bytes: 28 signs, 140 bits.

    :raises ValueError: fewer bytes.
    """
    if len(token) < CODE_BYTES:
        raise ValueError(f"a code needs {CODE_BYTES} random bytes")
    number = int.from_bytes(token[:CODE_BYTES], "big")
    signs = []
    for _ in range(CODE_LENGTH):
        number, sign = divmod(number, 32)
        signs.append(ALPHABET[sign])
    return "".join(signs)


def typed_code(text: str) -> str:
    """Return the code a person meant: case, spaces and hyphens do not matter, O is 0, I and L are 1.

    Anything that can be no code gives the empty text.
    """
    code = text.strip().upper().translate(_TYPED)
    return code if len(code) == CODE_LENGTH and all(sign in ALPHABET for sign in code) else ""


def printed_code(code: str) -> str:
    """Return a code as it is printed, in groups of four: "7H3K-9QTX-..."."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def case_number(*, centre_id: str, year: int, number: int) -> str:
    """Return "SRG-26-000001"."""
    return f"{centre_id}-{year % 100:02d}-{number:06d}"


def document_number(*, centre_id: str, year: int, number: int) -> str:
    """Return "SRG-26-R-000001": R for the register of issued documents."""
    return f"{centre_id}-{year % 100:02d}-R-{number:06d}"


def receipt_number(*, centre_id: str, year: int, number: int) -> str:
    """Return "SRG-26-K-000001": K for the cash-book (kassa), the register of receipts."""
    return f"{centre_id}-{year % 100:02d}-K-{number:06d}"


def initials(name: str) -> str:
    """Return the initials of a name: "Yoʻldosheva Madina Akmal qizi" gives "Y. M. A.".

    Words in small letters (qizi, oʻgʻli) are no names of their own.
    """
    words = [word for word in name.split() if word[:1].isalpha()]
    proper = [word for word in words if word[:1].isupper()] or words
    return " ".join(f"{word[0].upper()}." for word in proper[:3])


def masked(personal_number: str | None) -> str:
    """Return a personal number of which only the first digit and the last two are told: "4•• ••• ••• ••• 17"."""
    digits = "".join(sign for sign in personal_number or "" if sign.isdigit())
    return f"{digits[0]}•• ••• ••• ••• {digits[-2:]}" if len(digits) == PERSONAL_NUMBER_DIGITS else ""
