"""The countries whose organisations may apply, and what differs between them.

A country's working days are in `kundportal.lib.dates`. An organisation is known by the number of a
public register: Sweden's and Norway's organisation number, Denmark's CVR number. Germany has no
register of all: a company stands in the register of a court, an association in another, and a
municipality in none, as its municipal code (AGS) names a place and has no check digit. The VAT
number is what they may all have and what can be checked, so it is asked for and not demanded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import ModuleType

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from stdnum.de import vat
from stdnum.dk import cvr
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.no import orgnr as no_orgnr
from stdnum.se import orgnr as se_orgnr

_PHONE = re.compile(r"\+?[0-9 ]+")
_BETWEEN_DIGITS = re.compile(r"[\s().\-/–]+")
FOREIGN_DIGITS = range(7, 16)


@dataclass(frozen=True)
class OrganisationNumber:
    """How a country's register numbers its organisations."""

    name: str | Promise
    example: str
    digits: int
    check: ModuleType
    groups: tuple[int, ...]
    before: str = ""
    separator: str = " "
    is_required: bool = True

    def read(self, typed: str) -> str:
        """The number without what stands between its digits; an error says what to do."""
        try:
            number = str(self.check.validate(self._tidied(typed)))
        except InvalidChecksum:
            raise ValidationError(
                gettext("One of the digits must be wrong, as they do not fit together. Compare "
                        "with the register and write the number again."),
                code="checksum",
            ) from None  # fmt: skip
        except WrongNumber:
            raise ValidationError(
                gettext("Write the number with %(digits)s digits, such as %(example)s.")
                % {"digits": self.digits, "example": self.example},
                code="number",
            ) from None
        if self.check is se_orgnr and number[2] < "2":
            raise ValidationError(
                gettext("This looks like a personal identity number. Write the organisation "
                        "number of whoever runs the school, never a person's."),
                code="personal",
            )  # fmt: skip
        return self.before + number

    def shown(self, number: str) -> str:
        """The number in groups, as the country's people write it."""
        digits, parts = number.removeprefix(self.before), []
        for size in self.groups:
            parts.append(digits[:size])
            digits = digits[size:]
        return " ".join(filter(None, (self.before, self.separator.join(parts))))

    def _tidied(self, typed: str) -> str:
        digits = self.check.compact(typed)
        # Swedish authorities write a century before the number: 16 stands for no person.
        is_long = self.check is se_orgnr and len(digits) == self.digits + 2
        return str(digits.removeprefix("16") if is_long else digits)


@dataclass(frozen=True)
class Country:
    """What the application of one country's organisations is made of."""

    code: str
    language: str
    name: str | Promise
    title: str
    number: OrganisationNumber
    prefix: str
    trunk: str
    phone_digits: range
    phone_example: str

    @property
    def slug(self) -> str:
        """How addresses name it."""
        return self.code.lower()

    @property
    def has_municipalities(self) -> bool:
        """Whether we know its municipalities by name, which then need no number."""
        return self.code == "SE"

    def phone(self, typed: str) -> str:
        """A number as people write it at home or abroad, with its country's prefix."""
        typed = typed.replace("(0)", " ") if typed.lstrip().startswith(("+", "00")) else typed
        tidy = _BETWEEN_DIGITS.sub(" ", typed).strip()
        if tidy.startswith("00"):
            tidy = "+" + tidy[2:].lstrip()
        if not _PHONE.fullmatch(tidy):
            raise self._no_phone()
        if tidy.startswith("+") and not tidy.startswith(self.prefix):
            if _digits(tidy) not in FOREIGN_DIGITS:
                raise self._no_phone()
            return tidy
        is_national = not tidy.startswith("+")
        rest = tidy.removeprefix(self.prefix).strip()
        if is_national and not rest.startswith(self.trunk):
            raise self._no_phone()
        rest = rest.removeprefix(self.trunk).strip()
        if _digits(rest) not in self.phone_digits:
            raise self._no_phone()
        return f"{self.prefix} {rest}"

    def _no_phone(self) -> ValidationError:
        return ValidationError(
            gettext("Write a whole phone number, such as %(example)s. Begin with + and the "
                    "country's code if it is abroad.") % {"example": self.phone_example},
            code="phone",
        )  # fmt: skip


def _digits(text: str) -> int:
    return sum(one.isdigit() for one in text)


COUNTRIES = (
    Country(
        code="SE",
        language="sv",
        name=_("Sweden"),
        title="Ansök om åtkomst",
        number=OrganisationNumber(
            name=_("Organisation number"),
            example="202100-5489",
            digits=10,
            check=se_orgnr,
            groups=(6, 4),
            separator="-",
        ),
        prefix="+46",
        trunk="0",
        phone_digits=range(7, 11),
        phone_example="070-174 06 05",
    ),
    Country(
        code="NO",
        language="nb",
        name=_("Norway"),
        title="Søk om tilgang",
        number=OrganisationNumber(
            name=_("Organisation number"),
            example="974 760 673",
            digits=9,
            check=no_orgnr,
            groups=(3, 3, 3),
        ),
        prefix="+47",
        trunk="",
        phone_digits=range(8, 9),
        phone_example="22 12 34 56",
    ),
    Country(
        code="DK",
        language="da",
        name=_("Denmark"),
        title="Ansøg om adgang",
        number=OrganisationNumber(
            name=_("CVR number"), example="10 15 08 17", digits=8, check=cvr, groups=(2, 2, 2, 2)
        ),
        prefix="+45",
        trunk="",
        phone_digits=range(8, 9),
        phone_example="33 12 34 56",
    ),
    Country(
        code="DE",
        language="de",
        name=_("Germany"),
        title="Zugang beantragen",
        number=OrganisationNumber(
            name=_("VAT number (USt-IdNr.)"),
            example="DE 136 695 976",
            digits=9,
            check=vat,
            groups=(3, 3, 3),
            before="DE",
            is_required=False,
        ),
        prefix="+49",
        trunk="0",
        phone_digits=range(5, 14),
        phone_example="030 123456",
    ),
)
BY_CODE = {one.code: one for one in COUNTRIES}
BY_SLUG = {one.slug: one for one in COUNTRIES}


def language_at(country: str) -> str:
    """The language of the country that an address names; "" where there is none."""
    found = BY_SLUG.get(country)
    return found.language if found else ""


def spoken_in(language: str) -> Country | None:
    """The country whose applicants alone read the language."""
    is_portals = language in dict(settings.LANGUAGES)
    return None if is_portals else next((c for c in COUNTRIES if c.language == language), None)
