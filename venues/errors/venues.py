from django.utils.translation import gettext_lazy as _

CODES = {
    "part_of_itself": _("A venue is not a part of itself or of its own parts. Choose another whole."),
}
