"""A correction is asked with every fault, compared, decided, and what was typed is gone."""

from django.urls import reverse

from tests.volunteers.canary import DOCUMENT, MOBILE, OTHER_DOCUMENT, OTHER_MOBILE, PASSING_DOCUMENT, Trail, walk
from tests.volunteers.factories import VolunteerFactory
from tests.volunteers.merging_world import claimed_of
from tests.volunteers.walks.own import be_the_volunteer, page
from volunteers.models import Correction, Volunteer

NOTE = f"登记时手机 {MOBILE}、证件 {DOCUMENT} 抄错"
ASKED = {"name": "样例孩子", "document_kind": "resident_id", "document": PASSING_DOCUMENT, "note": NOTE}
STAFF = ("reviewer", "logger", "office", "stranger", "auditor", "anonymous")


def ask(trail, **changes):
    trail.ask("volunteer", page("my_correction"), ASKED | changes, echoes=True)


def look(trail):
    for person in STAFF:
        trail.ask(person, page("corrections"))
        trail.ask(person, reverse("home"))
        for row in Correction.objects.all():
            trail.ask(person, row.get_absolute_url())
            trail.ask(person, reverse("api:volunteer-correction-detail", args=[row.pk]))


def decide(trail, step, **data):
    row = Correction.objects.latest("pk")
    sent = {"reason": "持证到窗口核对"} | data
    trail.ask("reviewer", page(f"{step}_correction", pk=row.pk), sent, echoes="seen_document" in data)
    there = reverse(f"api:volunteer-correction-{step}", args=[row.pk])
    trail.ask("reviewer", there, sent, content_type="application/json")


@walk
def ask_for_corrections(trail: Trail):
    be_the_volunteer(trail)
    for wrong in (OTHER_DOCUMENT + "1", OTHER_MOBILE, OTHER_DOCUMENT[::-1]):
        ask(trail, document=wrong)
        sent = {"document": wrong, "name": OTHER_MOBILE, "note": NOTE}
        trail.ask("volunteer", reverse("api:me-correction"), sent, content_type="application/json")
    ask(trail, name=OTHER_DOCUMENT)
    ask(trail)
    assert Correction.objects.get().state == "open"
    trail.ask("volunteer", page("me"))
    trail.ask("volunteer", reverse("api:me-correction"))
    look(trail)
    decide(trail, "approve", seen_document=OTHER_DOCUMENT)
    decide(trail, "refuse")
    look(trail)
    ask(trail)
    trail.ask("volunteer", page("withdraw_my_correction"), {})


@walk
def take_a_correction_over_and_back(trail: Trail):
    be_the_volunteer(trail)
    for number in (PASSING_DOCUMENT, DOCUMENT):
        Correction.objects.all().delete()
        ask(trail, document=number)
        decide(trail, "approve", seen_document=number)
    look(trail)
    trail.volunteer.identity.refresh_from_db()


@walk
def ask_for_a_document_of_somebody_else(trail: Trail):
    be_the_volunteer(trail)
    other = VolunteerFactory(home=trail.volunteer.home, identity__document_number=OTHER_DOCUMENT)
    Correction.objects.all().delete()
    ask(trail, document=OTHER_DOCUMENT)
    decide(trail, "approve", seen_document=OTHER_DOCUMENT)
    look(trail)
    trail.ask("volunteer", page("withdraw_my_correction"), {})
    claim = claimed_of(other)
    for seen in (DOCUMENT, OTHER_DOCUMENT):
        sent = {"seen_document": seen, "reason": "持证到窗口核对"}
        trail.ask("reviewer", page("confirm_claim", number=int(claim.volunteer_no)), sent, echoes=True)
        there = reverse("api:volunteer-confirm", args=[claim.volunteer_no])
        trail.ask("reviewer", there, sent, content_type="application/json")
    Volunteer.objects.filter(pk__in=[other.pk, claim.pk]).delete()
