"""Codes of the refusals that imports know; core.errors shows them with all others."""

from django.utils.translation import gettext_lazy as _

CODES = {
    "may_not_import": _("Only those who log records import them. A post that has ended imports nothing more."),
    "file_too_large": _("The file is larger than an import may be. Split it."),
    "file_is_empty": _("The file holds no rows."),
    "file_is_old_workbook": _("A workbook of the old kind, or one with a password. Save it as .xlsx without one."),
    "file_is_no_table": _("The file is neither a workbook nor CSV."),
    "file_is_no_workbook": _("The workbook cannot be opened. Save it again as .xlsx."),
    "workbook_too_large": _("The workbook unpacks to more than may be read. Delete the empty rows below the data."),
    "file_too_large_to_read": _("Reading the workbook took more memory or time than it may. Use the template."),
    "file_has_too_many_rows": _("The file has more rows than one import may. Split it."),
    "file_has_too_many_columns": _("The file has more columns than any importer knows. Use the template."),
    "file_encoding_unknown": _("The text is neither UTF-8 nor GB18030. Save it as CSV UTF-8 or as .xlsx."),
    "formula_without_value": _("A formula was never calculated. Open the file, save it, and upload it again."),
    "header_wrong": _("The first row does not name the template's columns. The message says which, and where."),
    "decision_unknown": _("The choice about a word is not among those offered. Open the import again."),
    "nothing_to_apply": _("No row of the file is new or changed."),
    "import_moved_on": _("The import is in another state now. Open it again."),
}
