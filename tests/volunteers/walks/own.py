"""The own page: everything is read, wrongly typed, taken along, shown in clear; the mobile changes and back again."""

import contextlib

from django.test import Client
from django.urls import reverse

from tests.volunteers.canary import DOCUMENT, MOBILE, OTHER_DOCUMENT, OTHER_MOBILE, Trail, walk
from volunteers.models import MobileProof, Volunteer
from volunteers.services.codes import code_of
from volunteers.services.sms import send_sms


def be_the_volunteer(trail):
    Volunteer.objects.filter(pk=trail.volunteer.pk).update(user=trail.people["volunteer"])


def page(name, **arguments):
    return reverse(f"volunteers:{name}", kwargs=arguments)


@walk
def read_and_change_what_is_mine(trail: Trail):
    be_the_volunteer(trail)
    for person in ("volunteer", "stranger", "anonymous"):
        for name in ("me", "my_offer", "my_move", "my_copy", "my_erasure", "my_mobile", "my_values"):
            trail.ask(person, page(name))
        for name in ("registration", "consents", "disclosures", "correction"):
            trail.ask(person, reverse(f"api:me-{name}"))
    for data in ({}, {"withdraw": "1"}):
        trail.ask("volunteer", page("my_consent", purpose="share"), data)
        trail.ask("volunteer", page("my_consent", purpose="no-such-purpose"), data)
    trail.ask("volunteer", page("my_erasure"), {"typed_number": DOCUMENT}, echoes=True)
    trail.ask("volunteer", page("my_move"), {"to": OTHER_DOCUMENT}, echoes=True)
    trail.ask("volunteer", page("my_offer"), {"skills": [OTHER_MOBILE]}, echoes=True)


@walk
def take_the_copy(trail: Trail):
    """The file is for the person alone; a wrong number is said back in the form and nowhere else."""
    be_the_volunteer(trail)
    for number in (OTHER_DOCUMENT, DOCUMENT):
        for kind in ("html", "json"):
            trail.ask("volunteer", page("my_copy"), {"document": number, "format": kind}, echoes=True)
        asked = {"document": number}
        wrong = number == OTHER_DOCUMENT
        trail.ask("volunteer", reverse("api:me-copy"), asked, echoes=not wrong, content_type="application/json")
    trail.ask("stranger", reverse("api:me-copy"), {"document": DOCUMENT}, content_type="application/json")


class Browser:
    """One session through the steps with a code; ``echoes`` is an answer with a number that belongs there."""

    def __init__(self, trail):
        self.trail, self.client = trail, Client(raise_request_exception=False)
        self.client.force_login(trail.people["volunteer"])

    def send(self, name, *, echoes=False, **data):
        answer = self.client.post(page(name), data)
        if not echoes:
            self.trail.keep(f"{name}: {answer.status_code}", answer.content + str(answer.headers).encode())
        return answer


def newest_code():
    return code_of(MobileProof.objects.latest("created_at").pk)


@walk
def see_my_numbers(trail: Trail):
    be_the_volunteer(trail)
    MobileProof.objects.all().delete()
    browser = Browser(trail)
    browser.send("send_values_code")
    browser.send("my_values", code="000000")
    shown = browser.send("my_values", code=newest_code(), echoes=True)
    assert DOCUMENT in shown.content.decode()
    trail.ask("volunteer", page("me"))
    trail.ask("auditor", reverse("accounts:audit"))


@walk
def change_the_mobile_and_back(trail: Trail):
    be_the_volunteer(trail)
    browser = Browser(trail)
    browser.send("my_mobile", mobile=OTHER_MOBILE + "1", echoes=True)
    trail.volunteer.identity.__class__.objects.filter(pk=trail.volunteer.pk).update(birth_date="1990-01-01")
    for mobile in (OTHER_MOBILE, MOBILE):
        MobileProof.objects.all().delete()
        browser.send("my_mobile", mobile=mobile)
        browser.send("my_mobile_code", code=newest_code())
        with contextlib.suppress(ConnectionError):
            send_sms()
    born = trail.volunteer.identity.birth_date
    trail.volunteer.identity.__class__.objects.filter(pk=trail.volunteer.pk).update(birth_date=born)
