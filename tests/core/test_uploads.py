import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from core import uploads
from core.uploads import clean_name, read_upload, undone_on_failure
from tests.core.test_photos import picture, saved

OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = saved(picture(), "PNG")


def archive(*names):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as made:
        for name in ("[Content_Types].xml", *names):
            made.writestr(name, "<x/>")
    return body.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "media_type", "kept_name"),
    [
        ("方案.pdf", PDF, "application/pdf", "方案.pdf"),
        ("方案.PDF", PDF, "application/pdf", "方案.PDF"),
        ("方案", PDF, "application/pdf", "方案.pdf"),
        ("方案 v1.2", PDF, "application/pdf", "方案 v1.2.pdf"),
        ("图.jpg", PDF, "application/pdf", "图.jpg.pdf"),
        ("表.xlsx", archive("xl/workbook.xml"), f"{OFFICE}spreadsheetml.sheet", "表.xlsx"),
        ("稿.docx", archive("word/document.xml"), f"{OFFICE}wordprocessingml.document", "稿.docx"),
        ("讲.pptx", archive("ppt/presentation.xml"), f"{OFFICE}presentationml.presentation", "讲.pptx"),
        ("图.png", PNG, "image/jpeg", "图.png"),
        ("图.exe", PNG, "image/jpeg", "图.exe"),
    ],
)
def test_a_file_is_known_by_its_bytes(name, body, media_type, kept_name):
    kept = read_upload(SimpleUploadedFile(name, body))

    assert (kept.media_type, kept.name, kept.digest) == (media_type, kept_name, hashlib.sha256(body).hexdigest())
    if kept.photo:
        assert (kept.body, kept.suffix) == (kept.photo.body, ".jpg")
        assert kept.body.startswith(b"\xff\xd8\xff")
    else:
        assert kept.body == body
        assert kept_name.lower().endswith(kept.suffix)


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("方案.pdf", b"MZ\x90", "file_not_what_it_says"),
        ("方案.pdf", PNG, "file_not_what_it_says"),
        ("方案.pdf", archive("word/document.xml"), "file_not_what_it_says"),
        ("稿.docx", archive("xl/workbook.xml"), "file_not_what_it_says"),
        ("稿.docx", b"PK\x03\x04broken", "file_not_what_it_says"),
        ("稿.docm", archive("word/document.xml", "word/vbaProject.bin"), "file_with_macros"),
        ("稿.docx", archive("word/document.xml", "word/vbaProject.bin"), "file_with_macros"),
        ("包.zip", archive("other.txt"), "photo_unreadable"),
        ("页.html", b"<html><script>", "photo_unreadable"),
        ("空.pdf", b"", "file_not_what_it_says"),
    ],
)
def test_anything_else_is_refused(name, body, code):
    with pytest.raises(ValidationError) as refused:
        read_upload(SimpleUploadedFile(name, body))
    assert refused.value.code == code


def test_too_large_a_file_is_not_read(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    sent = SimpleUploadedFile("方案.pdf", PDF)
    with pytest.raises(ValidationError) as refused:
        read_upload(sent)
    assert refused.value.code == "file_too_large"
    assert sent.tell() == 0


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\资料\\方案.pdf", "方案.pdf"),
        ("/home/li/方案.pdf", "方案.pdf"),
        ("方\x00案.pdf", "方案.pdf"),
        ("", "file"),
        ("方" * 300 + ".pdf", "方" * 196 + ".pdf"),
        ("x." + "y" * 300, "x"),
    ],
)
def test_a_name_is_one_of_at_most_two_hundred_characters(sent, kept):
    assert clean_name(sent) == kept


def stored(*, refused):
    with undone_on_failure() as written:
        written.append(default_storage.save("meetings/方案.pdf", ContentFile(PDF)))
        if refused:
            raise ValidationError(written[0])
    return written[0]


def test_files_go_again_where_their_row_is_refused():
    with pytest.raises(ValidationError) as error:
        stored(refused=True)
    assert not default_storage.exists(error.value.message)
    assert default_storage.exists(stored(refused=False))
