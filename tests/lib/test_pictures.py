"""A picture that is kept says nothing of where it was taken, and looks as it did."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageOps, PngImagePlugin

from kundportal.lib import files, pictures

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>59,19N</exif:GPSLatitude></x:xmpmeta>'
SECRETS = (b"GPSLatitude", b"SECRET", struct.pack(">II", 59, 1), struct.pack("<II", 59, 1))
ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def exif(orientation: int = 6) -> Image.Exif:
    made = Image.Exif()
    made[ORIENTATION], made[MAKER] = orientation, "SECRET"
    made.get_ifd(GPS).update({1: "N", 2: (59.0, 19.0, 5.0), 3: "E", 4: (18.0, 4.0, 0.0)})
    return made


def drawn(mode: str = "RGB") -> Image.Image:
    picture = Image.radial_gradient("L").resize((90, 60)).convert(mode)
    ImageDraw.Draw(picture).rectangle((5, 5, 30, 20), fill=200 if mode == "L" else "teal")
    return picture


def photo(kind: str, **options) -> bytes:
    target = BytesIO()
    drawn(options.pop("mode", "RGB")).save(target, kind, exif=exif(), **options)
    return target.getvalue()


def jpeg(**options) -> bytes:
    return photo("JPEG", xmp=XMP, comment=b"SECRET", quality=91, **options)


def png() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "SECRET")
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return photo("PNG", pnginfo=texts)


PHOTOS = {
    "a.jpg": jpeg(),
    "progressive.jpg": jpeg(progressive=True),
    "grey.jpg": jpeg(mode="L"),
    "print.jpg": photo("JPEG", xmp=XMP, mode="CMYK"),
    "two.jpg": jpeg() + jpeg(),  # as telephones add a second picture after the first
    "a.png": png(),
    "a.webp": photo("WEBP", xmp=XMP),
    "lossless.webp": photo("WEBP", xmp=XMP, lossless=True),
}


def kept(name: str, content: bytes) -> bytes:
    upload = SimpleUploadedFile(name, content)
    return files.without_whereabouts(upload, files.kind_of(upload)).read()


@pytest.mark.parametrize("name", PHOTOS)
def test_position_and_maker_are_gone_and_the_picture_looks_the_same(name):
    before = PHOTOS[name]
    assert any(secret in before for secret in SECRETS)
    after = kept(name, before)
    assert [secret for secret in SECRETS if secret in after] == []
    with Image.open(BytesIO(before)) as old, Image.open(BytesIO(after)) as new:
        assert new.getexif().get_ifd(GPS) == {}
        assert dict(new.getexif()) == {ORIENTATION: 6}
        assert new.info.get("xmp") is None
        assert ImageOps.exif_transpose(new).size == (60, 90)
        assert (new.mode, new.size) == (old.mode, old.size)
        assert new.tobytes() == old.tobytes()  # pixel by pixel: nothing is compressed again


def test_the_colour_profile_stays():
    profile = b"\0" * 40 + b"acsp" + b"profile" * 20_000  # in more than one segment
    for kind, name in (("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")):
        after = kept(name, photo(kind, icc_profile=profile))
        assert Image.open(BytesIO(after)).info["icc_profile"] == profile


def test_a_picture_without_any_of_it_is_kept_byte_by_byte():
    for kind, name in (("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("GIF", "a.gif")):
        target = BytesIO()
        drawn().save(target, kind)
        assert kept(name, target.getvalue()) == target.getvalue()


def test_a_moving_gif_loses_its_xmp_alone():
    target = BytesIO()
    frames = [drawn(), drawn().rotate(90)]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], loop=0)
    plain = target.getvalue()
    magic = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    at = plain.index(b"!\xf9")
    assert kept("a.gif", plain[:at] + b"!\xff\x0bXMP DataXMP" + XMP + magic + plain[at:]) == plain


@pytest.mark.parametrize("name", PHOTOS)
def test_a_damaged_picture_is_refused_or_kept_without_its_position(name):
    whole = PHOTOS[name]
    for cut in range(12, len(whole), max(1, len(whole) // 60)):
        for damaged in (whole[:cut], whole[:cut] + b"\xff\xff\0\0" + whole[cut + 4 :]):
            try:
                after = kept(name, damaged)
            except ValidationError:
                continue
            assert b"GPSLatitude" not in after


def test_what_claims_to_be_endless_is_unreadable():
    for content, kind in ((b"\xff\xd8\xff\xe1\xff\xff", "image/jpeg"),
                          (b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT", "image/png"),
                          (b"RIFF\xff\xff\xff\xffWEBPVP8 \xff\xff\xff\xff", "image/webp"),
                          (b"", "image/jpeg"), (b"", "image/webp")):  # fmt: skip
        with pytest.raises(pictures.Unreadable):
            pictures.without_whereabouts(content, kind, 1)
