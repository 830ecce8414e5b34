"""Leads arrange the tree of categories; what stands in them comes along."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from kundportal.knowledge import jobs
from kundportal.knowledge.editing.sorting import Misplaced, NotEmpty
from kundportal.knowledge.models import Category
from kundportal.search.models import Entry
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(lead, product):
    """Skolvalvet › Omdömen › Slutomdömen, and Konto beside it."""

    def add(name, parent=None, product=None):
        return Category.objects.add(by=lead, names={"sv": name}, parent=parent, product=product)

    top = add("Skolvalvet", product=product)
    grades = add("Omdömen", top)
    return top, grades, add("Slutomdömen", grades), add("Konto")


def names() -> list[str]:
    return [f"{'-' * one.depth}{one.name}" for one in Category.objects.tree()]


def test_a_category_is_about_the_product_that_it_stands_under(tree, product):
    assert names() == ["Skolvalvet", "-Omdömen", "--Slutomdömen", "Konto"]
    assert [one.product for one in tree] == [product, product, product, None]
    assert [one.key for one in tree] == ["skolvalvet", "omdomen", "slutomdomen", "konto"]


def test_pages_add_and_change_categories(lead, tree):
    browser = signed_in(lead)
    sent = {"name_sv": "Omdömen", "name_en": "Grades", "parent": tree[3].pk, "product": ""}
    assert browser.post(reverse("desk-category-new"), sent).status_code == 302
    added = Category.objects.get(parent=tree[3])
    assert (added.key, added.names) == ("omdomen-2", {"sv": "Omdömen", "en": "Grades"})
    wrong = browser.post(reverse("desk-category", args=[added.pk]), {**sent, "name_sv": ""})
    assert wrong.status_code == 422
    assert "Grades" in wrong.text


def test_a_category_moves_with_all_that_is_below_it_and_is_found_anew(
    tree,
    lead,
    publish,
    product,
):
    article = publish("Byt lösenord").article
    article.arrange(by=lead, category=tree[2], audience="everyone", organisations=[],
                    owner=lead, review_by=None)  # fmt: skip
    assert Entry.objects.get().product == product
    grades = Category.objects.get(pk=tree[1].pk)
    grades.change(by=lead, names=grades.names, descriptions={}, parent=tree[3], product=None)
    jobs.enter_category(grades.pk)
    moved = [one for one in names() if one != "Betyg"]
    assert moved == ["Skolvalvet", "Konto", "-Omdömen", "--Slutomdömen"]
    assert Entry.objects.get().product is None


def test_nothing_stands_in_itself_nor_deeper_than_four_levels(tree, lead):
    top, _grades, final, _account = tree
    with pytest.raises(Misplaced):
        top.change(by=lead, names=top.names, descriptions={}, parent=final, product=None)
    fourth = Category.objects.add(by=lead, names={"sv": "Nian"}, parent=final)
    with pytest.raises(Misplaced):
        Category.objects.add(by=lead, names={"sv": "Femte"}, parent=fourth)


def test_moving_down_changes_the_order(tree, lead):
    place = reverse("desk-category-place", args=[tree[0].pk])
    for _twice in range(2):
        assert signed_in(lead).post(place, {"to": 1}).status_code == 302
    assert names() == ["Konto", "Skolvalvet", "-Omdömen", "--Slutomdömen"]


def test_merging_moves_everything_and_only_what_is_empty_is_removed(tree, lead, publish):
    _top, grades, final, account = tree
    article = publish("Byt lösenord").article
    article.arrange(by=lead, category=grades, audience="everyone", organisations=[],
                    owner=lead, review_by=None)  # fmt: skip
    with pytest.raises(NotEmpty):
        grades.remove(by=lead)
    merger = reverse("desk-category-merger", args=[grades.pk])
    assert signed_in(lead).post(merger, {"into": final.pk}).status_code == 422, "it is inside"
    assert signed_in(lead).post(merger, {"into": account.pk}).status_code == 302
    article.refresh_from_db()
    assert article.category == account
    assert "-Slutomdömen" in names()
    assert Category.objects.get(pk=final.pk).product is None
    tree[0].remove(by=lead)
    assert not Category.objects.filter(pk=tree[0].pk).exists()


def test_only_leads_arrange_and_only_staff_see(tree, agent, customer):
    with pytest.raises(PermissionDenied):
        Category.objects.add(by=agent, names={"sv": "Nytt"})
    page, change = reverse("desk-categories"), reverse("desk-category", args=[tree[0].pk])
    assert signed_in(agent).get(page).status_code == 200
    assert signed_in(agent).get(change).status_code == 403
    assert signed_in(customer).get(page).status_code == 404
    assert Client().get(page).headers["Location"].startswith("/sign-in/")
    assert (
        signed_in(agent).get(reverse("desk-category-merger", args=[tree[0].pk])).status_code == 405
    )
