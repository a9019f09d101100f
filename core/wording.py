"""Sentences of Django that people of the portal read often; its Chinese for them is clumsy, so ours stands instead.

Nothing imports this: it is here for ``core.messages`` to find them.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

REQUIRED = gettext_noop("This field is required.")
BLANK = gettext_noop("This field cannot be blank.")
NULL_CHARACTER = gettext_noop("Null characters are not allowed.")
TOO_LONG = ngettext_lazy(
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    "limit_value",
)
TOO_SMALL = gettext_noop("Ensure this value is greater than or equal to %(limit_value)s.")
TOO_LARGE = gettext_noop("Ensure this value is less than or equal to %(limit_value)s.")
NOT_WHOLE = gettext_noop("Enter a whole number.")
NOT_A_DATE = gettext_noop("Enter a valid date.")
NOT_A_TIME = gettext_noop("Enter a valid time.")
NOT_A_MOMENT = gettext_noop("Enter a valid date/time.")
NOT_A_CHOICE = gettext_noop("Select a valid choice. %(value)s is not one of the available choices.")
NOT_THAT_CHOICE = gettext_noop("Select a valid choice. That choice is not one of the available choices.")
TAKEN = gettext_noop("%(model_name)s with this %(field_label)s already exists.")
EMPTY_FILE = gettext_noop("The submitted file is empty.")
