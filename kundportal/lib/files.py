"""Uploads: what may come in, what it really is, a small picture of it, and safe keeping."""

from __future__ import annotations

import os
import re
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path, PurePath

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from kundportal.lib import pictures

# Extension → content type. What is not here is refused; a browser could run HTML and SVG.
KINDS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "txt": "text/plain",
    "log": "text/plain",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "zip": "application/zip",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "vtt": "text/vtt",
}
# What an archive must hold to be what its extension says.
ARCHIVES = {
    "docx": "word/",
    "xlsx": "xl/",
    "pptx": "ppt/",
    "odt": "content.xml",
    "ods": "content.xml",
    "odp": "content.xml",
    "zip": "",
}
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
ACCEPT = ",".join(f".{extension}" for extension in KINDS)
HEAD = 8192
PREVIEW_SIZE = (640, 480)
MOST_PIXELS = 50_000_000


def kind_of(upload: File, *, largest_mb: int | None = None) -> str:
    """The content type of a file whose name and content agree.

    Raises ValidationError, in the reader's language, for an empty, too large, forbidden or
    mislabelled file.
    """
    name = tidy_name(upload.name or "")
    if not upload.size:
        raise ValidationError(_("The file %(name)s is empty.") % {"name": name})
    most = largest_mb or settings.FILE_LARGEST_MB
    if upload.size > most * 1024 * 1024:
        raise ValidationError(
            _("The file %(name)s is larger than %(most)s MB.") % {"name": name, "most": most}
        )
    extension = PurePath(name).suffix.lower().removeprefix(".")
    if extension not in KINDS:
        raise ValidationError(
            _("We can't take the file %(name)s. Attach pictures, PDF, text or office documents, "
              "zip files or short films.") % {"name": name}
        )  # fmt: skip
    kind = KINDS[extension]
    if not _content_agrees(upload, extension, kind):
        raise _mislabelled(name)
    return kind


def _mislabelled(name: str) -> ValidationError:
    return ValidationError(
        _("The content of %(name)s is not what its name says. Save it again and retry.")
        % {"name": name}
    )


def without_whereabouts(upload: File, kind: str) -> File:
    """The file as it is kept: of a picture without what tells where and by whom it was taken."""
    if kind not in PICTURES:
        return upload
    upload.seek(0)
    content = upload.read()
    try:
        with Image.open(BytesIO(content)) as picture:
            turned = pictures.orientation_of(picture)
        kept = pictures.without_whereabouts(content, kind, turned)
        Image.open(BytesIO(kept)).close()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise _mislabelled(tidy_name(upload.name or "")) from None
    return ContentFile(kept, upload.name)


def _content_agrees(upload: File, extension: str, kind: str) -> bool:
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(0)
    if kind.startswith("text/"):
        return b"\0" not in head
    if kind in PICTURES and not _is_readable_picture(upload):
        return False
    if extension in ARCHIVES:
        return _is_archive_with(ARCHIVES[extension], upload)
    try:
        found = {match.extension for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        return False
    return f".{extension}" in found


def _is_archive_with(part: str, upload: File) -> bool:
    try:
        with zipfile.ZipFile(upload) as archive:
            return any(name.startswith(part) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    finally:
        upload.seek(0)


def _is_readable_picture(upload: File) -> bool:
    try:
        with Image.open(upload) as picture:
            width, height = picture.size
            picture.verify()
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ):
        return False
    finally:
        upload.seek(0)
    return width * height <= MOST_PIXELS


def preview(upload: File, kind: str) -> bytes | None:
    """A small WebP of a picture, turned the right way and without its metadata."""
    if kind not in PICTURES:
        return None
    upload.seek(0)
    try:
        with Image.open(upload) as picture:
            picture.draft("RGB", PREVIEW_SIZE)
            small = ImageOps.exif_transpose(picture)
            small.thumbnail(PREVIEW_SIZE)
            if small.mode not in {"RGB", "RGBA"}:
                small = small.convert("RGBA")
            target = BytesIO()
            Image.frombytes(small.mode, small.size, small.tobytes()).save(target, "WEBP")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # a damaged picture can still be downloaded
    finally:
        upload.seek(0)
    return target.getvalue()


def tidy_name(name: str) -> str:
    """The file's name without folders, control characters and excess length."""
    name = unicodedata.normalize("NFC", re.split(r"[\\/]", name)[-1])
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip() or "file"
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    return f"{stem[: 120 - len(suffix)]}{suffix}" if len(suffix) <= 10 else name[:120]


def human_size(count: int) -> str:
    """`740 kB`, `3,1 MB`: as the reader writes numbers."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{number_format(round(count / 1_000_000, 1))} MB"


class DurableStorage(FileSystemStorage):
    """Keeps a file only once it is whole and on the disk, so that no row names half a file."""

    def _save(self, name: str, content: File) -> str:
        saved = super()._save(f"{name}.part", content)  # type: ignore[misc]
        part, whole = Path(self.path(saved)), Path(self.path(name))
        with part.open("rb") as handle:
            os.fsync(handle.fileno())
        part.replace(whole)
        return name
