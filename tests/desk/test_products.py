"""Administrators run the list of products that customers choose among."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from kundportal.history.models import Event
from kundportal.products.models import NameTaken, Product
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

LIST = "/desk/products/"


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


def named(name: str) -> dict[str, str]:
    return {"name": name, "once": str(uuid4())}


def test_a_product_is_added_and_can_be_chosen(desk, administrator, customer, form):
    answer = desk.post(LIST, named("  Ny   produkt "), follow=True)
    assert "Ny produkt är tillagd" in answer.content.decode()
    assert "Ny produkt" in signed_in(customer).get("/tickets/new/sverige/").content.decode()
    assert Event.objects.get(verb="product.added").by == administrator


def test_sending_twice_adds_one(desk):
    sent = named("Ny")
    assert {desk.post(LIST, sent).status_code for _time in range(2)} == {302}
    assert Product.objects.get().name == "Ny"
    assert Event.objects.filter(verb="product.added").count() == 1


def test_a_product_is_renamed_everywhere(desk, ticket, customer):
    desk.post(f"{LIST}{ticket.product_id}/", named("Skolbygget"))
    page = signed_in(customer).get(f"/tickets/{ticket.number}/").content.decode()
    assert "Skolbygget" in page
    assert "Skolvalvet" not in page
    desk.post(f"{LIST}{ticket.product_id}/", named("Skolbygget"))
    assert Event.objects.filter(verb="product.renamed").count() == 1


def test_a_product_may_change_its_capitals(desk, product):
    assert desk.post(f"{LIST}{product.pk}/", named("SKOLVALVET")).status_code == 302
    product.refresh_from_db()
    assert product.name == "SKOLVALVET"


def test_a_withdrawn_product_stays_on_old_tickets_and_is_offered_again(desk, ticket, customer):
    reader = signed_in(customer)
    where = f"{LIST}{ticket.product_id}/offering/"
    for _time in range(2):
        desk.post(where, {"offered": "no"})
    assert "Skolvalvet" not in reader.get("/tickets/new/sverige/").content.decode()
    assert "Skolvalvet" in reader.get(f"/tickets/{ticket.number}/").content.decode()
    assert "Tillbakadragen" in desk.get(LIST).content.decode()
    assert Event.objects.filter(verb="product.withdrawn").count() == 1
    desk.post(where, {"offered": "yes"})
    assert "Skolvalvet" in reader.get("/tickets/new/sverige/").content.decode()
    assert Event.objects.filter(verb="product.offered").count() == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Skriv produktens namn"), (" \t ", "Skriv produktens namn"),
        ("x" * 81, "80"), ("a\0b", "Null-tecken"), ("x" * 1_000_000, "80"),
        ("Skolvalvet", "redan en produkt"), (" sKOLVALVET ", "redan en produkt"),
    ],
)  # fmt: skip
def test_a_name_that_is_wrong_gets_an_error_at_its_field(desk, product, name, words):
    other = Product.objects.create(name="Timglaset")
    for where in (LIST, f"{LIST}{other.pk}/"):
        answer = desk.post(where, named(name))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'id="id_name-error"' in page
        assert words in page
    assert sorted(Product.objects.names()) == ["Skolvalvet", "Timglaset"]


def test_odd_words_are_no_trouble(desk, product):
    assert desk.post(LIST, {"name": "Ny 🙏🏽", "once": "nej"}).status_code == 302
    where = f"{LIST}{product.pk}/offering/"
    assert desk.post(where, {"offered": "\0"}).status_code == 302


def test_the_verbs_hold_the_rules(product, administrator, agent):
    add = {"name": "skolvalvet", "once": uuid4()}
    with pytest.raises(NameTaken):
        Product.objects.add(**add, by=administrator)
    for verb in (
        lambda: Product.objects.add(**add, by=agent),
        lambda: product.rename(name="X", by=agent),
        lambda: product.offer(is_offered=False, by=agent),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def test_the_page_costs_the_same_for_many(desk, django_assert_max_num_queries):
    Product.objects.bulk_create(Product(name=f"P{number}") for number in range(60))
    with django_assert_max_num_queries(8):
        desk.get(LIST)


def test_products_are_run_by_administrators_alone(desk, agent, customer, product):
    pages, acts = [LIST, f"{LIST}{product.pk}/"], [f"{LIST}{product.pk}/offering/"]
    for one in (agent, customer):
        client = signed_in(one)
        assert {client.get(path).status_code for path in pages} == {404}
        assert {client.post(path).status_code for path in pages + acts} == {404}
    assert {desk.get(path).status_code for path in acts} == {405}
    assert desk.get(f"{LIST}{10**12}/").status_code == 404
    assert Client().get(LIST)["Location"].startswith("/sign-in/?next=")
