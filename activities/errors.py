"""Codes of the refusals that activities know; shown on the page of error codes."""

from django.utils.translation import gettext_lazy as _

CODES = {
    "day_unlikely": _("The day lies outside 2000–2099. Check the year."),
    "ends_before_start": _("The end lies before the start. Change one of the two."),
    "audience_basis_missing": _("A number of people says how it is known: named, counted or estimated."),
    "audience_missing": _(
        "It is said how people were counted, but not how many. Give the number, or leave both empty."
    ),
    "audience_method_missing": _("An estimate says its method, for example “seats × how full they were”."),
    "null_character": _("The text contains a NUL character. Remove it."),
    "partner_is_lead": _("The lead is named as a partner too. Take it out of the partners."),
    "partner_twice": _("A partner is named twice. Name it once."),
    "unit_of_another_region": _("The unit does not belong to the region that it is named with."),
    "region_ended": _("The region did not exist any more on that day. Name its successor, or check the day."),
    "region_not_yet": _("The region did not exist yet on that day. Name its predecessor, or check the day."),
    "unit_not_on_that_day": _("The unit did not exist on that day."),
    "team_not_on_that_day": _("The team did not exist on that day. Check the day, or the team's own dates."),
    "speaker_too_long": _("A speaker's name or title is too long. One speaker a line: the name, then the title."),
    "lead_missing": _("A record that is submitted names its lead."),
    "task_missing": _("A record logged in the portal says which of the five key tasks it serves."),
    "place_missing": _("A record that is submitted says where it took place: a place, a region, or both."),
    "not_yet_begun": _("The day has not come yet. Keep the record as a draft and submit it from that day on."),
    "source_id_taken": _("The source has sent a record with this id already. Change that record instead."),
    "form_key_taken": _("This form was sent by somebody else already. Open a new form."),
    "not_editable": _("Only drafts, returned and re-opened records change. Ask a reviewer to re-open a verified one."),
    "not_submitted": _("Only a submitted record can be verified or returned."),
    "not_verified": _("Only a verified record can be re-opened."),
    "not_a_draft": _("Only a draft that was never submitted can be deleted."),
    "own_record": _("Nobody verifies a record that they logged or submitted. Ask another reviewer."),
    "decided_by_another": _("Another reviewer was faster. The record shows what was decided."),
    "reason_missing": _("This step needs a reason of at most 500 characters."),
    "gone": _("The record does not exist any more."),
    "already_merged": _("The record is part of another one already."),
    "file_not_what_it_says": _("The file's content does not fit its ending. Save it again in its format."),
    "file_too_large": _("The file is larger than may be attached. Send a smaller one."),
    "not_mergeable": _("Only submitted or verified records can be merged."),
    "not_of_the_pair": _("The record to keep is none of the two. Choose one of them."),
    "photo_too_many_pixels": _("The picture has more pixels than are read. Make it smaller and send it again."),
    "photo_unreadable": _("The file is not a JPEG, PNG, WebP or HEIC that can be read. Save it again as JPEG."),
    "too_many_attachments": _("The record has as many photos and files as it may have. Remove one first."),
}
