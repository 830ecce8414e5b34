"""What can be wrong with a SAML answer: before it is signed, or afterwards."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta

from lxml import etree

from tests.people.saml_provider import NAMES


def find(tree, path):
    return tree.find(path, NAMES)


def moment(minutes: int) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def too_old(tree):
    find(tree, ".//saml:Conditions").set("NotOnOrAfter", moment(-10))


def too_early(tree):
    find(tree, ".//saml:Conditions").set("NotBefore", moment(30))


def ended(tree):
    find(tree, ".//saml:SubjectConfirmationData").set("NotOnOrAfter", moment(-1))


def endless(tree):
    del find(tree, ".//saml:SubjectConfirmationData").attrib["NotOnOrAfter"]


def for_another(tree):
    find(tree, ".//saml:Audience").text = "https://lur.example/"


def for_anybody(tree):
    restriction = find(tree, ".//saml:AudienceRestriction")
    restriction.getparent().remove(restriction)


def from_another(tree):
    for issuer in tree.iterfind(".//saml:Issuer", NAMES):
        issuer.text = "https://lur.example/idp"


def to_another_address(tree):
    find(tree, ".//saml:SubjectConfirmationData").set("Recipient", "https://lur.example/acs")


def to_no_address(tree):
    del find(tree, ".//saml:SubjectConfirmationData").attrib["Recipient"]


def sent_elsewhere(tree):
    tree.set("Destination", "https://lur.example/acs")


def unasked(tree):
    del tree.attrib["InResponseTo"]
    del find(tree, ".//saml:SubjectConfirmationData").attrib["InResponseTo"]


def asked_by_another(tree):
    tree.set("InResponseTo", "id-of-another")
    find(tree, ".//saml:SubjectConfirmationData").set("InResponseTo", "id-of-another")


def half_asked(tree):
    """A stolen assertion in an answer that names our question: only the outer name is forged."""
    find(tree, ".//saml:SubjectConfirmationData").set("InResponseTo", "id-of-another")


def unnamed_question(tree):
    del find(tree, ".//saml:SubjectConfirmationData").attrib["InResponseTo"]


def failing(tree):
    code = find(tree, ".//samlp:StatusCode")
    code.set("Value", "urn:oasis:names:tc:SAML:2.0:status:Responder")


def comment_in_the_address(xml):
    return xml.replace("@lillkoping.example", "@lillkoping.example<!-- x -->.lur.example")


def another_address(xml):
    return xml.replace("vem@lillkoping.example", "karin.berg@lillkoping.example")


def doctype(xml):
    return f'<!DOCTYPE x [<!ENTITY e "{"x" * 50}">]>{xml}'


def cut_off(xml):
    return xml[: len(xml) // 2]


def _forged(xml):
    """The signed assertion, and one beside it that says what an attacker wants."""
    tree = etree.fromstring(xml.encode())
    signed = find(tree, "saml:Assertion")
    forged = copy.deepcopy(signed)
    forged.remove(find(forged, "ds:Signature"))
    forged.set("ID", "forged")
    for value in forged.iterfind(".//saml:AttributeValue", NAMES):
        value.text = "karin.berg@lillkoping.example"
    return tree, signed, forged


def forged_first(xml):
    tree, signed, forged = _forged(xml)
    signed.addprevious(forged)
    return etree.tostring(tree).decode()


def forged_around(xml):
    """The signed assertion inside the signature of the forged one."""
    tree, signed, forged = _forged(xml)
    signature = find(signed, "ds:Signature")
    signed.addprevious(forged)
    find(forged, "saml:Issuer").addnext(signature)
    tree.remove(signed)
    holder = etree.SubElement(signature, "{http://www.w3.org/2000/09/xmldsig#}Object")
    holder.append(signed)
    return etree.tostring(tree).decode()


def forged_in_place(xml):
    """The signed assertion moved into an extension of the answer, the forged one in its place."""
    tree, signed, forged = _forged(xml)
    signed.addprevious(forged)
    extensions = etree.Element("{urn:oasis:names:tc:SAML:2.0:protocol}Extensions")
    find(tree, "saml:Issuer").addnext(extensions)
    extensions.append(signed)
    return etree.tostring(tree).decode()


def same_name(xml):
    tree, signed, forged = _forged(xml)
    forged.set("ID", signed.get("ID"))
    signed.addprevious(forged)
    return etree.tostring(tree).decode()


BEFORE = (
    too_old,
    too_early,
    ended,
    endless,
    for_another,
    for_anybody,
    from_another,
    to_another_address,
    to_no_address,
    sent_elsewhere,
    unasked,
    asked_by_another,
    half_asked,
    unnamed_question,
    failing,
)
AFTER = (
    comment_in_the_address,
    another_address,
    doctype,
    cut_off,
    forged_first,
    forged_around,
    forged_in_place,
    same_name,
)
