"""References such as `A-4839-217`: six random digits and a check digit, to be read over the phone.

The check digit is Damm's, which catches every mistyped digit and every swap of two neighbours.
"""

from __future__ import annotations

import secrets

from stdnum import damm


def new_reference() -> str:
    digits = f"{secrets.randbelow(10**6):06d}"
    digits += damm.calc_check_digit(digits)
    return f"A-{digits[:4]}-{digits[4:]}"
