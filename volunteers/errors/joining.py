from django.utils.translation import gettext_lazy as _

CODES = {
    "too_many_codes": _("Too many codes were asked for by one mobile or from one address. Wait and try again."),
    "code_wrong": _("The code is not the one that was sent last. After five tries a new one is needed."),
    "code_expired": _("The code is older than 10 minutes or was tried too often. Ask for a new one."),
    "mobile_not_proven": _("The mobile was not proven by a code, or longer than an hour ago."),
    "birth_date_missing": _("The document does not hold the birth date, so it has to be given."),
    "birth_date_wrong": _("The birth date lies in the future or more than 120 years ago."),
    "guardian_needed": _("Who is under 18 registers with a guardian's record and consent."),
    "guardian_is_the_child": _("The guardian's document is that of the person to be registered."),
    "guardian_too_young": _("A guardian is at least 18 years old."),
    "guardian_mobile_missing": _("A guardian is reached by a mobile, which is missing."),
    "keeping_not_agreed": _("Without the consent to keep it there is no registration."),
    "consent_text_missing": _("There is no text to agree to for a purpose. The office loads it (load_registry)."),
    "consent_missing": _("The person's consent by code or on paper is missing."),
    "not_your_county": _("Staff register people of their own county or province."),
    "form_key_taken": _("The key was used by somebody else's form. Open a new one."),
    "nobody_here": _("No registration stands with the mobile that was proven."),
    "nobody_of_them": _("None of the registrations with this mobile has a document that ends so."),
}
