"""Of what people type: documents, mobiles, names, numbers."""

from django.utils.translation import gettext_lazy as _

CODES = {
    "document_wrong": _("This is not the number of such a document. Write it as it stands on the document."),
    "document_wrong_length": _("The number of a document has too few or too many characters."),
    "document_wrong_check": _("The number of a document does not fit its last character: a digit is wrong."),
    "document_wrong_date": _("The birth date in the number does not exist, lies before 1850 or is still to come."),
    "document_wrong_prefix": _("The number belongs to another kind of document than the one named."),
    "document_fifteen_digits": _("Numbers of 15 digits are taken in imports only. Write the 18 characters of today."),
    "document_scientific": _("A spreadsheet has rounded the number. Make the column text and type it again."),
    "mobile_wrong": _("This is not a mobile number of mainland China."),
    "name_wrong": _("A name has 2 to 50 letters or Chinese characters and no digits."),
    "volunteer_number_wrong": _("The twelve digits of a volunteer number do not fit together."),
}
