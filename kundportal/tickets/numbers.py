"""Ticket numbers such as `SE-4839-2175`: seven random digits and a check digit.

Random, so that they tell nothing about how many tickets there are. The check digit is Damm's,
which catches every single mistyped digit and every swap of two neighbours.
"""

from __future__ import annotations

import re
import secrets

from stdnum import damm

_PATTERN = re.compile(r"([A-Z]{2})[\s-]*(\d{4})[\s-]*(\d{4})", re.ASCII)


def new_number(country: str) -> str:
    digits = f"{secrets.randbelow(10**7):07d}"
    digits += damm.calc_check_digit(digits)
    return f"{country}-{digits[:4]}-{digits[4:]}"


def tidy_number(typed: str) -> str | None:
    """The number as it is stored, however it was typed; None when it can't be a ticket number."""
    match = _PATTERN.fullmatch(typed.strip().upper())
    if not match or not damm.is_valid(match[2] + match[3]):
        return None
    return f"{match[1]}-{match[2]}-{match[3]}"
