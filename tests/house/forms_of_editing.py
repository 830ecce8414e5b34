"""What the addresses of the desk about articles are made of and take, and who may send it."""

from __future__ import annotations

from typing import Any

from kundportal.knowledge.models import Article

LANGUAGES = ("sv", "en", "nb", "da", "de")
WRITING = {
    "title": "T", "lead": "L", "text": "T", "phrasings": "P", "remark": "R", "is_minor": "on",
    "added": "", "revision": "2", "based_on": "1", "once": "", "files-remove": "1",
}  # fmt: skip
CATEGORY = {f"{name}_{one}": "T" for name in ("name", "description") for one in LANGUAGES} | {
    "parent": "1", "product": "1", "once": "",
}  # fmt: skip
OF_ARTICLE = ("", "-settings", "-confirmation", "-withdrawal", "-comeback", "-removal", "-history",
              "-files", "-file", "-file-removal", "-text", "-writing", "-preview",
              "-look")  # fmt: skip
OF_VERSION = ("", "-review", "-publication", "-planning", "-return", "-draft", "-discarding",
              "-restoration")  # fmt: skip
EDITING: dict[str, tuple[str, dict[str, Any]]] = {
    "desk-article-new": ("agent", {"title": "T", "category": 1, "language": "sv", "once": ""}),
    "desk-article-settings": ("administrator", {
        "category": 1, "audience": "organisations", "organisations": "Lillköpings kommun",
        "owner": 1, "review_by": "2027-05-31",
    }),
    "desk-article-confirmation": ("agent", {"review_by": "2027-05-31"}),
    **dict.fromkeys(
        (f"desk-article-{one}" for one in ("withdrawal", "comeback", "removal")),
        ("administrator", {}),
    ),
    "desk-article-files": ("agent", {"file": ""}),
    "desk-article-file-removal": ("agent", {}),
    "desk-article-writing": ("agent", WRITING),
    "desk-article-preview": ("agent", WRITING),
    "desk-translation-confirmation": ("agent", {}),
    "desk-version-review": ("agent", {"reviewer": 1}),
    "desk-version-publication": ("administrator", {}),
    "desk-version-planning": ("administrator", {"at": "2027-05-31T08:00"}),
    "desk-version-return": ("administrator", {"verdict": "T"}),
    "desk-version-draft": ("agent", {}),
    "desk-version-discarding": ("agent", {}),
    "desk-version-restoration": ("administrator", {"publish": "yes"}),
    "desk-category-new": ("administrator", CATEGORY),
    "desk-category": ("administrator", CATEGORY),
    "desk-category-place": ("administrator", {"to": "1"}),
    "desk-category-merger": ("administrator", {"into": "1"}),
    "desk-category-removal": ("administrator", {}),
}  # fmt: skip


def names_of_editing(article: Article) -> dict[str, Any]:
    """What the addresses about the article are made of; it gets a draft that waits."""
    text = article.original()
    assert text is not None
    draft = text.write(by=article.owner, title="Byt lösenord", text="Så gör du.")
    texts = ["desk-translation-confirmation", *(f"desk-article{one}" for one in OF_ARTICLE[-4:])]
    versions = [f"desk-version{one}" for one in OF_VERSION]
    articles = [f"desk-article{one}" for one in OF_ARTICLE]
    categories = [f"desk-category{one}" for one in ("", "-place", "-merger", "-removal")]
    file = article.files.earliest("pk")
    return {
        **dict.fromkeys((f"{one}.pk" for one in [*articles, *texts, *versions]), article.pk),
        **dict.fromkeys((f"{one}.language" for one in [*texts, *versions]), text.language),
        **dict.fromkeys((f"{one}.number" for one in versions), draft.number),
        **dict.fromkeys((f"{one}.pk" for one in categories), article.category_id),
        "desk-article-file.file": file.pk,
        "desk-article-file-removal.file": file.pk,
    }
