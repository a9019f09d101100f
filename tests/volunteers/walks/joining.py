"""Somebody registers and signs in with a number that is known here, stumbles at each step, and starts a second time."""

from django.test import Client
from django.urls import reverse

from tests.volunteers.canary import DOCUMENT, FRESH_DOCUMENT, FRESH_MOBILE, GUARDIAN_DOCUMENT, MOBILE, Trail, walk
from tests.volunteers.factories import ConsentTextFactory, portal
from volunteers.choices import ConsentPurpose
from volunteers.models import MobileProof, Volunteer
from volunteers.services.codes import code_of
from volunteers.services.sms import send_sms
from volunteers.tasks.joining import forget_joining

SAID = {"name": "样例新人", "document_kind": "resident_id", "document": FRESH_DOCUMENT, "home": "500153"}


class Phone:
    """One browser on its way; ``echoes`` is an answer that repeats what was typed into its form."""

    def __init__(self, trail):
        self.trail, self.client = trail, Client(raise_request_exception=False)

    def send(self, step, *, echoes=False, **data):
        path = reverse(f"volunteers:{step}")
        answer = self.client.post(path, data) if data else self.client.get(path)
        if not echoes:
            self.trail.keep(f"{path}: {answer.status_code}", answer.content + str(answer.headers).encode())
        return answer

    def up_to_details(self, mobile):
        self.send("join", keep="on", share="on")
        self.send("join_mobile", mobile=mobile)
        self.send("join_code", code="000000")
        self.send("join_code", code=code_of(MobileProof.objects.latest("created_at").pk))


def texts():
    portal()
    for purpose in ConsentPurpose.values:
        ConsentTextFactory(purpose=purpose)


@walk
def register(trail: Trail):
    texts()
    phone = Phone(trail)
    phone.send("join_mobile", mobile=FRESH_MOBILE + "1", echoes=True)
    phone.up_to_details(FRESH_MOBILE)
    for wrong in (FRESH_DOCUMENT[:-1] + "A", FRESH_DOCUMENT + "1", GUARDIAN_DOCUMENT[::-1]):
        phone.send("join_details", echoes=True, **SAID | {"document": wrong})
    phone.send("join_details", echoes=True, **SAID | {"name": FRESH_DOCUMENT, "document": "样例新人"})
    phone.send("join_details", **SAID)
    phone.send("join_done")
    assert Volunteer.objects.filter(identity__name="样例新人").count() == 1


@walk
def register_with_a_document_that_stands_already(trail: Trail):
    texts()
    phone = Phone(trail)
    MobileProof.objects.all().delete()  # so that no limit counts the walk before
    phone.up_to_details(FRESH_MOBILE)
    phone.send("join_details", echoes=True, **SAID | {"document": DOCUMENT})
    phone.send("join_guardian")


@walk
def sign_in(trail: Trail):
    MobileProof.objects.all().delete()
    phone = Phone(trail)
    for mobile in (MOBILE, FRESH_MOBILE):
        phone.send("sign_in", mobile=mobile)
        phone.send("sign_in_code", code=code_of(MobileProof.objects.latest("created_at").pk))
        phone.send("sign_in_who")


@walk
def send_messages_and_forget(trail: Trail):
    send_sms()
    forget_joining()


@walk
def register_on_site(trail: Trail):
    there = reverse("volunteers:on_site")
    trail.ask("logger", there)
    trail.ask("logger", there, SAID | {"mobile": FRESH_MOBILE, "document": FRESH_DOCUMENT + "1"}, echoes=True)
    trail.ask("stranger", there, SAID | {"mobile": FRESH_MOBILE}, echoes=True)
    trail.ask(
        "logger", reverse("api:volunteer-register"), SAID | {"mobile": FRESH_MOBILE, "document": FRESH_DOCUMENT[1:]},
        content_type="application/json",
    )  # fmt: skip
