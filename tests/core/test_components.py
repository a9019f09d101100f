import datetime as dt

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from core.paging import Page
from core.widgets import DateInput, DateTimeInput, TimeInput
from core.work import WorkItem


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def render(source, **context):
    return Template(source).render(Context(context))


def work(*, due=None, waited=0):
    now = timezone.now()
    due = due if due is None else timezone.localdate() + dt.timedelta(days=due)
    return WorkItem(title="t", url="/u", action="a", detail="d", since=now - dt.timedelta(days=waited), due=due)


@pytest.mark.parametrize(
    ("item", "tone", "words"),
    [
        ({"due": -1}, "late", "1 day overdue"),
        ({"due": -2}, "late", "2 days overdue"),
        ({"due": 0}, "warn", "due today"),
        ({"due": 3}, "warn", "3 days left"),
        ({"due": 4}, "", "4 days left"),
        ({}, "ok", "new"),
        ({"waited": 6}, "", "waiting 6 days"),
        ({"due": -2, "waited": 30}, "late", "2 days overdue"),
    ],
)
def test_a_work_item_says_how_urgent_it_is(item, tone, words):
    shown = render("{% work_tag item %}", item=work(**item))
    assert words in shown
    assert f'class="tag{" tag-" + tone if tone else ""}"' in shown


def test_a_state_has_the_same_colour_everywhere():
    assert "tag-ok" in render("{% state_tag 'verified' 'Verified' %}")
    assert 'class="tag"' in render("{% state_tag 'draft' 'Draft' %}")


def test_what_people_typed_is_escaped():
    assert "<script" not in render("{% tag text %}{% empty text %}{% figure text text %}", text="<script>1</script>")


def test_a_list_has_the_mark_of_its_language():
    assert render("{{ names|listed }}", names=["<b>", "B"]) == "&lt;b&gt;, B"
    with translation.override("zh-hans"):
        assert render("{{ names|listed }}", names=["荣昌区", "隆昌市"]) == "荣昌区、隆昌市"


def test_crumbs_end_at_this_page():
    shown = render("{% crumbs 'Activities' '/activities/' 'New' %}")
    assert '<a href="/activities/">Activities</a>' in shown
    assert '<span aria-current="page">New</span>' in shown


@pytest.mark.parametrize(
    ("part", "whole", "width"), [(1, 4, "25.0%"), (5, 4, "100.0%"), (0, 0, "0.0%"), (1, 3, "33.3%")]
)
def test_a_bar_never_leaves_its_place(part, whole, width):
    assert f'width="{width}"' in render("{% bar part whole %}", part=part, whole=whole)


def test_pages_keep_the_filters():
    request = RequestFactory().get("/activities/?kind=lecture&cursor=old")
    shown = render("{% pages page '#rows' %}", page=Page(rows=[1], later="next"), request=request)
    assert 'href="?kind=lecture&amp;cursor=next"' in shown
    assert 'hx-target="#rows"' in shown
    assert "old" not in shown


def test_a_single_page_has_no_links():
    request = RequestFactory().get("/activities/")
    assert render("{% pages page %}", page=Page(rows=[1]), request=request).strip() == ""


class ExampleForm(forms.Form):
    title = forms.CharField(label="Title", max_length=5, help_text="Short")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, required=False)
    sure = forms.BooleanField(label="Sure")
    token = forms.CharField(widget=forms.HiddenInput)


def test_a_broken_form_says_so_above_and_beside_the_field():
    shown = ExampleForm({"title": "too long", "kind": "a"}).as_div()
    assert 'role="alert"' in shown
    assert '<a href="#id_title">Title</a>' in shown
    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_title_helptext id_title_error"' in shown
    assert 'id="id_title_error"' in shown
    assert 'id="id_title_helptext"' in shown
    assert 'name="token"' in shown


def test_choices_are_chips_and_optional_fields_say_so():
    shown = str(ExampleForm())
    assert shown.count('<label class="chip"') == 2
    assert shown.count('class="optional"') == 1
    assert 'class="error-summary"' not in shown


def test_pickers_get_iso_values_in_every_language():
    class WhenForm(forms.Form):
        day = forms.DateField(widget=DateInput)
        time = forms.TimeField(widget=TimeInput)
        moment = forms.DateTimeField(widget=DateTimeInput)

    values = {"day": dt.date(2026, 11, 23), "time": dt.time(9, 5), "moment": dt.datetime(2026, 11, 23, 9, 5)}  # noqa: DTZ001
    for language in ("en", "zh-hans", "zh-hant"):
        with translation.override(language):
            shown = str(WhenForm(initial=values))
        assert 'type="date" name="day" value="2026-11-23"' in shown
        assert 'type="time" name="time" value="09:05"' in shown
        assert 'type="datetime-local" name="moment" value="2026-11-23T09:05"' in shown


def test_the_page_of_a_fault_needs_no_context():
    from django.template.loader import get_template

    for address in ("500.html", "maintenance.html"):
        shown = get_template(address).render()
        assert "<h1>" in shown
        assert "request-id" not in shown
    assert "abc" in get_template("500.html").render({"request_id": "abc"})


def test_a_missing_page_names_its_request(client, db):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert response.headers["X-Request-Id"] in response.content.decode()


def test_common_refusals_are_said_in_our_words():
    with translation.override("zh-hans"):
        shown = ExampleForm({"title": "too long", "kind": "c"}).as_div()
    assert "最多 5 个字，现在有 8 个。" in shown
    assert "没有“c”这个选项" in shown
    assert "请填写此项。" in shown
