from django.utils.translation import gettext_lazy as _

CODES = {
    "already_merged": _("The record is part of another one already."),
    "file_not_what_it_says": _("The file's content does not fit its ending. Save it again in its format."),
    "file_too_large": _("The file is larger than may be attached. Send a smaller one."),
    "not_editable": _("The record is verified. A reviewer re-opens it with a reason before it changes."),
    "not_mergeable": _("Only submitted or verified records can be merged."),
    "not_of_the_pair": _("The record to keep is none of the two. Choose one of them."),
    "photo_too_many_pixels": _("The picture has more pixels than are read. Make it smaller and send it again."),
    "photo_unreadable": _("The file is not a JPEG, PNG, WebP or HEIC that can be read. Save it again as JPEG."),
    "too_many_attachments": _("The record has as many photos and files as it may have. Remove one first."),
}
