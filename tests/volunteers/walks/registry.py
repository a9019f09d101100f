"""The staff list, search, read, change and export; what is typed into the search is a number."""

from django.urls import reverse

from tests.volunteers.canary import MOBILE, OTHER_DOCUMENT, OTHER_MOBILE, Trail, walk

PEOPLE = ("reviewer", "logger", "office", "stranger", "auditor", "volunteer", "anonymous")


@walk
def read_the_registry(trail: Trail):
    page = trail.volunteer.get_absolute_url()
    for person in PEOPLE:
        for path in ("volunteers:list", "volunteers:transfers"):
            trail.ask(person, reverse(path))
        trail.ask(person, page)
    trail.ask("reviewer", reverse("volunteers:list") + f"?q={MOBILE[-4:]}")
    trail.ask("reviewer", reverse("volunteers:list") + f"?q={trail.volunteer.volunteer_no}")


@walk
def search_for_a_whole_number(trail: Trail):
    """The page repeats what was typed to who typed it; nothing else may keep it."""
    for number in (OTHER_MOBILE, OTHER_DOCUMENT):
        trail.ask("reviewer", reverse("volunteers:list") + f"?q={number}", echoes=True)
        asked = {"purpose": "通知活动改期", "format": "csv"}
        trail.ask("reviewer", reverse("volunteers:export") + f"?q={number}", asked, echoes=True)


@walk
def take_the_files(trail: Trail):
    for person in ("reviewer", "office"):
        for kind in ("csv", "xlsx"):
            asked = {"purpose": "通知活动改期，按区县核对", "format": kind}
            answer = trail.ask(person, reverse("volunteers:export"), asked)
            assert answer.status_code == 200
        trail.ask(person, reverse("volunteers:transfer_export") + "?format=csv")


@walk
def change_what_is_offered(trail: Trail):
    there = reverse("volunteers:offer", args=[trail.volunteer.volunteer_no])
    trail.ask("reviewer", there)
    trail.ask("reviewer", there, {"skills": [OTHER_MOBILE], "version": OTHER_MOBILE}, echoes=True)
    trail.ask("reviewer", there, {"skills": ["law"], "version": trail.volunteer.version})
