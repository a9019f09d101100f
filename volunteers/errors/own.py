from django.utils.translation import gettext_lazy as _

CODES = {
    "number_does_not_fit": _("To erase somebody for good, their volunteer number is typed, all twelve digits."),
    "document_does_not_fit": _("A copy of one's data is given to who types the whole number of the document."),
    "home_already": _("A move of home goes to another county than the one it is now."),
    "one_home_move_a_day": _("A home moves once a day. Move again tomorrow."),
    "keeping_is_erased": _("Who no longer agrees that the registration is kept has it erased."),
    "no_mobile": _("No mobile stands with the registration, so that no code can be sent."),
    "mobile_of_guardian": _("Under 14 the guardian's mobile stands; the county changes it, with the guardian."),
    "guardian_agrees": _("Under 18 the county takes a consent, with the guardian. To withdraw needs nobody."),
}
