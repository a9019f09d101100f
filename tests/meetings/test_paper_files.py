"""Papers: known by what they hold, read by those who may."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from meetings.models import Paper
from meetings.services.papers import MOST_PAPERS, add_paper, remove_paper
from tests import factories
from tests.meetings.agenda_world import make_world, set_state
from tests.meetings.refusals import refused

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture
def world():
    return make_world()


def picture():
    body = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(body, "PNG")
    return body.getvalue()


def add(world, name="方案.pdf", body=PDF, **given):
    given = {"actor": world.convener, "meeting": world.meeting} | given
    return add_paper(upload=SimpleUploadedFile(name, body), **given)


def test_a_file_is_known_by_its_bytes(world):
    for name, body, media_type in (("方案", PDF, "application/pdf"), ("图.exe", picture(), "image/jpeg")):
        paper = add(world, name, body)
        assert (paper.title, paper.media_type) == (name.rsplit(".", 1)[0], media_type)
        with paper.file.open() as kept:
            assert kept.read()


def test_what_is_no_paper_is_refused_and_leaves_nothing(world):
    assert refused(add, world, "方案.pdf", b"MZ\x90") == "file_not_what_it_says"
    assert refused(add, world, "页.html", b"<html><script>") == "photo_unreadable"
    assert not Paper.objects.exists()


def test_too_large_a_file_is_refused_before_it_is_read(world, monkeypatch):
    monkeypatch.setattr("core.uploads.MOST_BYTES", 10)
    assert refused(add, world) == "file_too_large"


def test_the_same_file_is_there_once(world):
    paper = add(world)
    assert add(world, "别名.pdf") == paper, "a second click"
    assert refused(add, world, actor=world.corridor) == "paper_is_there"
    files = default_storage.listdir(paper.file.name.rsplit("/", 1)[0])[1]
    assert len(files) == 1, "no second copy stays behind"
    other = factories.MeetingFactory(body=world.body)
    assert add(world, meeting=other) != paper


def test_members_add_until_it_is_held_and_the_convener_until_the_record_is_closed(world):
    set_state(world.meeting, "held")
    assert refused(add, world, actor=world.long_logger) == "papers_closed"
    assert add(world).pk
    set_state(world.meeting, "archived")
    assert refused(add, world, "二.pdf", PDF + b"2") == "papers_closed"


def test_there_is_an_end_to_papers(world, monkeypatch):
    monkeypatch.setattr("meetings.services.papers.MOST_PAPERS", 1)
    assert MOST_PAPERS > 1
    add(world)
    assert refused(add, world, "二.pdf", PDF + b"2") == "too_many_papers"


def test_a_paper_is_taken_away_before_the_meeting_and_stays_after_it(world, django_capture_on_commit_callbacks):
    paper, name = add(world), Paper.objects.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        remove_paper(actor=world.convener, paper=paper)
        remove_paper(actor=world.convener, paper=paper)
    assert not Paper.objects.exists()
    assert not default_storage.exists(name)
    paper = add(world)
    set_state(world.meeting, "held")
    paper.meeting.refresh_from_db()
    assert refused(remove_paper, actor=world.convener, paper=paper) == "paper_stays"


def test_who_reads_a_paper_and_who_takes_it_away(world):
    paper = add(world)

    def reads(*people):
        return [Paper.objects.visible_to(person).filter(pk=paper.pk).exists() for person in people]

    people = (world.convener, world.long_logger, world.office, world.corridor, world.auditor, world.stranger)
    assert reads(*people) == [True, True, True, True, True, False]
    assert reads(factories.person()) == [False]
    world.body.papers_for_members = False
    world.body.save()
    assert reads(*people) == [True] * 6
    own = add(world, "二.pdf", PDF + b"2", actor=world.long_logger)
    assert set(Paper.objects.manageable_by(world.long_logger)) == {own}
    assert set(Paper.objects.manageable_by(world.convener)) == {own, paper}
    assert not Paper.objects.manageable_by(world.stranger).exists()
