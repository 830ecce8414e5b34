"""A PDF file, written page by page: what is on a page that is full is not kept as objects."""

from __future__ import annotations

from typing import IO

from django.utils import translation
from django.utils.translation import gettext as _
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame

from kundportal.lib.pdf_fonts import TEXT, plain, register
from kundportal.lib.pdf_markdown import LINE, QUIET

rl_config.useA85 = 0  # pages need not be made of letters
WIDTH, HEIGHT = A4
MARGIN, FOOT = 56, 60
SMALL = 8
NUMBER_OF_PAGES = "pages"


class Document:
    """Takes one part after another; each page has a line of its own at the foot."""

    def __init__(self, target: IO[bytes], *, title: str, foot: str, author: str) -> None:
        register()
        language = translation.get_language() or "sv"
        self.canvas = Canvas(target, pagesize=A4, pageCompression=1, lang=language, invariant=True)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setCreator(author)
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        self.foot = plain(foot)
        self.page = 0
        self._begin()

    def add(self, part: Flowable) -> None:
        """Puts a part where the page has got to; what has no room goes on the next page."""
        waiting = [part]
        while waiting:
            one = waiting.pop(0)
            if self.frame.add(one, self.canvas):
                continue
            pieces = self.frame.split(one, self.canvas)
            if pieces:
                self.frame.add(pieces.pop(0), self.canvas)
                waiting = pieces + waiting
            elif self.frame.is_empty:
                continue  # no page is large enough for it
            else:
                waiting.insert(0, one)
            self._end()
            self._begin()

    def room(self, height: float) -> None:
        """Begins a new page unless there is that much left of this one."""
        if self.frame.left < height:
            self._end()
            self._begin()

    def finish(self) -> None:
        self._end()
        self.canvas.beginForm(NUMBER_OF_PAGES, 0, 0, 60, 20)
        self.canvas.setFont(TEXT, SMALL)
        self.canvas.setFillColor(QUIET)
        self.canvas.drawString(0, 4, str(self.page))
        self.canvas.endForm()
        self.canvas.save()

    def _begin(self) -> None:
        self.page += 1
        height = HEIGHT - MARGIN - FOOT
        self.frame = _Frame(MARGIN, FOOT, WIDTH - 2 * MARGIN, height, 0, 0, 0, 0)

    def _end(self) -> None:
        canvas = self.canvas
        canvas.saveState()
        canvas.setStrokeColor(LINE)
        canvas.line(MARGIN, FOOT - 14, WIDTH - MARGIN, FOOT - 14)
        canvas.setFont(TEXT, SMALL)
        canvas.setFillColor(QUIET)
        canvas.drawString(MARGIN, FOOT - 27, self._cut(self.foot))
        # The form is written at the end, when it is known how many pages there are.
        words = _("Page %(page)s of") % {"page": self.page} + " "
        canvas.drawRightString(WIDTH - MARGIN - 20, FOOT - 27, words)
        canvas.translate(WIDTH - MARGIN - 20, FOOT - 31)
        canvas.doForm(NUMBER_OF_PAGES)
        canvas.restoreState()
        canvas.showPage()

    def _cut(self, text: str) -> str:
        room = WIDTH - 2 * MARGIN - 90
        cut = text
        while cut and self.canvas.stringWidth(cut, TEXT, SMALL) > room:
            cut = cut[:-4]
        return text if cut == text else f"{cut.rstrip()}…"


class _Frame(Frame):
    @property
    def is_empty(self) -> bool:
        return bool(self._atTop)

    @property
    def left(self) -> float:
        return float(self._y - self._y1p)
