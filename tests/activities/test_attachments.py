import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from activities.models import Attachment
from activities.services import attachments
from tests.core.test_photos import picture, saved
from tests.factories import ActivityFactory, AttachmentFactory, CountyFactory, logger

pytestmark = pytest.mark.django_db


def upload(name="现场.jpg", body=None):
    return SimpleUploadedFile(name, saved(picture(), "JPEG") if body is None else body)


@pytest.fixture
def record():
    county = CountyFactory(code="500153")
    return ActivityFactory(lead=county, created_by=logger(county))


def attach(record, sent=None):
    return attachments.attach(actor=record.created_by, activity=record, upload=sent or upload())


def stored_files():
    found, folders = [], [""]
    while folders:
        folder = folders.pop()
        inner, names = default_storage.listdir(folder) if default_storage.exists(folder) else ([], [])
        folders += [f"{folder}/{name}".lstrip("/") for name in inner]
        found += names
    return found


def test_a_photo_is_kept_with_its_thumbnail(record):
    photo = attach(record)

    assert (photo.kind, photo.name, photo.width, photo.height) == ("photo", "现场.jpg", 640, 480)
    for stored in (photo.file, photo.thumbnail):
        with stored.open() as body:
            assert body.read(3) == b"\xff\xd8\xff"
    assert "现场" not in photo.file.name


def test_the_same_photo_sent_twice_is_one_row(record):
    assert attach(record) == attach(record)
    assert len(stored_files()) == 2


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("计划.pdf", b"MZ\x90 a program", "file_not_what_it_says"),
        ("计划.exe", b"MZ\x90 a program", "photo_unreadable"),
        ("页面.html", b"<script>alert(1)</script>", "photo_unreadable"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_leaves_nothing(record, name, body, code):
    with pytest.raises(ValidationError) as refused:
        attach(record, upload(name, body))

    assert refused.value.code == code
    assert not Attachment.objects.exists()
    assert stored_files() == []


def test_a_verified_record_takes_no_photo_and_no_file_is_left_behind():
    record = ActivityFactory(verified=True)

    with pytest.raises(ValidationError) as refused:
        attach(record)

    assert refused.value.code == "not_editable"
    assert stored_files() == []


def test_a_record_keeps_at_most_thirty(record):
    AttachmentFactory.create_batch(attachments.MOST_ATTACHMENTS, activity=record)

    with pytest.raises(ValidationError) as refused:
        attach(record)
    assert refused.value.code == "too_many_attachments"


def test_removing_takes_the_files_once_it_is_committed(record, django_capture_on_commit_callbacks):
    photo = attach(record)

    with django_capture_on_commit_callbacks() as owed:
        attachments.remove_attachment(actor=record.created_by, attachment=photo)
        attachments.remove_attachment(actor=record.created_by, attachment=photo)
    assert len(stored_files()) == 2
    for callback in owed:
        callback()

    assert stored_files() == []
    assert not record.attachments.exists()


def test_the_same_picture_in_another_record_is_pointed_out(record):
    photo = attach(record)
    other = ActivityFactory(lead=CountyFactory())
    again = attachments.attach(
        actor=other.created_by, activity=other, upload=upload("再用.png", saved(picture().resize((320, 240)), "PNG"))
    )

    assert list(Attachment.objects.alike_elsewhere([photo])) == [again]
    assert not Attachment.objects.alike_elsewhere([AttachmentFactory()]).exists()


def test_a_file_is_only_ever_sent_as_a_download(client, record):
    client.force_login(record.created_by)
    pdf = attach(record, upload("计划.pdf", b"%PDF-1.7 ..."))
    photo = attach(record)

    answers = {kept: client.get(f"/activities/attachments/{kept.pk}/") for kept in (pdf, photo)}

    assert answers[pdf]["Content-Disposition"].startswith("attachment")
    assert answers[photo]["Content-Type"] == "image/jpeg"
    for answer in answers.values():
        assert answer["X-Content-Type-Options"] == "nosniff"
        answer.close()


def test_a_form_with_a_good_and_a_bad_file_keeps_the_good_one_and_says_why(client, record):
    client.force_login(record.created_by)
    files = [io.BytesIO(saved(picture(), "PNG")), io.BytesIO(b"no picture")]
    files[0].name, files[1].name = "好.png", "坏.png"

    client.post(f"/activities/{record.pk}/attach/", {"files": files}, headers={"accept-language": "en"})

    assert [row.name for row in record.attachments.all()] == ["好.png"]
    said = [str(message) for message in client.get("/errors/").context["messages"]]
    assert len(said) == 2
    assert "坏.png" in said[0]
