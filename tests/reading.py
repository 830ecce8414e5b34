"""What somebody reads in an answer, whether it is a page, a PDF file or comes in parts."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def text_of(answer: Any) -> str:
    content = content_of(answer)
    if answer.headers.get("Content-Type") == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode(errors="replace")
