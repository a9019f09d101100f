"""Two registrations of the canary are compared from both sides, merged, taken back, and judged to be two."""

from django.urls import reverse

from tests.volunteers.canary import DOCUMENT, MOBILE, Trail, walk
from tests.volunteers.factories import VolunteerFactory
from tests.volunteers.merging_world import claimed_of
from volunteers.models import LikelyDuplicate, Volunteer
from volunteers.services.claims import pair_claims
from volunteers.services.likeness import find_pairs

PEOPLE = ("reviewer", "logger", "office", "stranger", "auditor", "anonymous")


def look(trail, pair):
    for person in PEOPLE:
        trail.ask(person, reverse("volunteers:pairs"))
        trail.ask(person, reverse("volunteers:pairs") + "?state=merged")
        trail.ask(person, pair.get_absolute_url())
        trail.ask(person, reverse("api:volunteer-pair-list"))
        trail.ask(person, reverse("api:volunteer-pair-detail", args=[pair.pk]))


def decide(trail, pair, step, person="reviewer", **data):
    """With a number in the reason first: it is refused or kept out of every answer but the form's own."""
    sent = {"reason": "电话核实"} | data
    trail.ask(person, reverse(f"volunteers:{step}", args=[pair.pk]), sent)


@walk
def merge_and_take_back(trail: Trail):
    identity = trail.volunteer.identity
    twin = VolunteerFactory(
        home=trail.people["stranger"].home_region, identity__name=identity.name, identity__mobile_number=MOBILE,
        identity__birth_date=identity.birth_date,
    )  # fmt: skip
    find_pairs([twin.pk])
    pair = LikelyDuplicate.objects.get(second=twin)
    look(trail, pair)
    for person in ("stranger", "reviewer"):
        wrong = {"keep": DOCUMENT[:12], "reason": "电话核实"}
        trail.ask(person, reverse("volunteers:merge_pair", args=[pair.pk]), wrong, echoes=True)
    decide(trail, pair, "merge_pair", keep=trail.volunteer.volunteer_no)
    assert Volunteer.objects.get(pk=twin.pk).state == "merged"
    look(trail, pair)
    trail.ask("reviewer", twin.get_absolute_url())
    decide(trail, pair, "undo_pair", person="stranger")
    decide(trail, pair, "keep_pair_apart")
    look(trail, pair)
    trail.ask("auditor", reverse("accounts:audit"))


@walk
def look_at_a_claim(trail: Trail):
    claim = claimed_of(trail.volunteer)
    assert pair_claims() >= 1
    pair = LikelyDuplicate.objects.get(second=claim)
    look(trail, pair)
    decide(trail, pair, "merge_pair", keep=trail.volunteer.volunteer_no)
    look(trail, pair)
