from django.utils.translation import gettext_lazy as _

CODES = {
    "search_too_short": _("A search by name has at least two characters, or two letters of its pinyin."),
    "search_number_wrong": _(
        "Search by the twelve digits of a volunteer number, or by the last four digits of a mobile. Whole mobiles and "
        "documents are not searched."
    ),
    "purpose_missing": _("An export of people says what it is for."),
    "not_active": _("A registration that was merged or erased does not change any more."),
    "area_is_home": _("The home county is not one of the further counties of service. Leave it out."),
    "too_many_areas": _("A volunteer serves in at most ten counties beside home."),
}
