"""What is said of an import: outcomes and remarks, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

OUTCOMES: dict[str, str | Promise] = {
    "new": pgettext_lazy("import", "New"),
    "changed": pgettext_lazy("import", "Changed"),
    "published": pgettext_lazy("import", "To be published"),
    "replaced": pgettext_lazy("import", "Replaced by a draft"),
    "kept": pgettext_lazy("import", "Kept as it is here"),
    "skipped": pgettext_lazy("import", "Skipped"),
    "unchanged": pgettext_lazy("import", "Unchanged"),
    "gone": pgettext_lazy("import", "No longer in the file"),
}
_REMARKS: dict[str, str | Promise] = {
    "not-there": gettext_lazy("There is no such file or folder."),
    "not-a-zip": gettext_lazy("The zip file is damaged. Pack it again."),
    "unknown-kind": gettext_lazy("Choose a zip file, a JSON file or a Markdown file."),
    "nothing-in-it": gettext_lazy("There is no Markdown and no export in it."),
    "too-many": gettext_lazy("There are more than %(detail)s files in it."),
    "too-much": gettext_lazy("There is more in it than 4 GB."),
    "wrong-shape": gettext_lazy("It is not an export that we know."),
    "bad-json": gettext_lazy("It is not valid JSON."),
    "bad-yaml": gettext_lazy("The front matter is not valid YAML (line %(detail)s)."),
    "not-utf8": gettext_lazy("The text is not in UTF-8. Save it again as UTF-8."),
    "empty": gettext_lazy("It is empty."),
    "too-large": gettext_lazy("It is larger than %(detail)s MB."),
    "damaged": gettext_lazy("It is damaged and can't be unpacked."),
    "locked": gettext_lazy("It is locked with a password."),
    "path-outside": gettext_lazy("Its name leads out of the file."),
    "archive-inside": gettext_lazy("An archive within it is not opened. Unpack it first."),
    "link-not-followed": gettext_lazy("It is a symbolic link, which is not followed."),
    "doubled-name": gettext_lazy("There are two files of that name."),
    "doubled-key": gettext_lazy("The same article stands in %(detail)s already."),
    "title-too-long": gettext_lazy("The title is longer than %(detail)s characters."),
    "unknown-language": gettext_lazy("The portal does not have the language “%(detail)s”."),
    "category-circle": gettext_lazy("Its category stands in itself."),
    "failed": gettext_lazy("It could not be written (%(detail)s). The log says more."),
    "changed-here": gettext_lazy("Our editors have changed it since the last import."),
    "withdrawn-here": gettext_lazy("It is withdrawn here."),
    "audience-kept": gettext_lazy(
        "Who may read it, or its review date, has changed both there and here. Ours is kept."
    ),
    "moved-in-source": gettext_lazy("It has moved to %(detail)s there. Here it stays."),
    "category-too-deep": gettext_lazy("%(detail)s is nested too deep. It stands higher up."),
    "lead-cut": gettext_lazy("The lead is cut to %(detail)s characters."),
    "picture-missing": gettext_lazy("Missing picture: %(detail)s"),
    "picture-elsewhere": gettext_lazy(
        "Pictures are not fetched from elsewhere; links lead to them: %(detail)s"
    ),
    "film-missing": gettext_lazy("Missing film: %(detail)s"),
    "file-elsewhere": gettext_lazy("Not in the export: %(detail)s"),
    "file-refused": gettext_lazy("Can't be taken: %(detail)s"),
    "file-damaged": gettext_lazy("Damaged, can't be unpacked: %(detail)s"),
    "long-text": gettext_lazy("Only the first %(detail)s characters are shown as Markdown."),
    "link-nowhere": gettext_lazy("Links that lead nowhere, whose words are kept: %(detail)s"),
    "html-dropped": gettext_lazy("HTML that is not shown here is dropped: %(detail)s"),
    "html-too-deep": gettext_lazy("The HTML is nested too deep; its words alone are kept."),
    "shortcode-dropped": gettext_lazy("Words for the site's builder are dropped: %(detail)s"),
    "unknown-audience": gettext_lazy(
        "Who may read it (“%(detail)s”) is not known here. Staff alone may."
    ),
    "unknown-organisation": gettext_lazy("Not an organisation here: %(detail)s"),
    "not-a-date": gettext_lazy("“%(detail)s” is not a date."),
    "worker-gone": gettext_lazy("It was interrupted. It can be taken up again."),
}


MOST_TOLD = 4


def outcome(code: str) -> str:
    return str(OUTCOMES.get(code, code))


def remark(code: str, *details: str) -> str:
    """A sentence about all that it holds for; one that is not known here says its code."""
    words = _REMARKS.get(code)
    if words is None:
        return code
    told = [one for one in dict.fromkeys(details) if one]
    more = len(told) - MOST_TOLD
    listed = ", ".join(told[:MOST_TOLD]) or _("unknown")
    if more > 0:
        listed += " " + ngettext("and %(num)s more", "and %(num)s more", more) % {"num": more}
    return str(words) % {"detail": listed}


def remarks(found: Iterable[tuple[str, str]]) -> list[str]:
    """A sentence for each kind."""
    details: dict[str, list[str]] = {}
    for code, detail in found:
        details.setdefault(code, []).append(detail)
    return [remark(code, *listed) for code, listed in details.items()]
