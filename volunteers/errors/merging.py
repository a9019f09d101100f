from django.utils.translation import gettext_lazy as _

CODES = {
    "merged_meanwhile": _("One of the two became part of another registration meanwhile. Compare the two again."),
    "not_mergeable": _("Only two registrations that stand, neither erased nor merged, become one."),
    "keep_the_counted_one": _("A registration that is still to be checked does not take in one that is counted."),
    "claim_of_another": _("The document stands with a third registration. Decide that pair first."),
    "pair_merged": _("The two were merged. Undo the merge before you say that they are two persons."),
    "pair_not_merged": _("The two are not merged, so there is nothing to undo."),
    "not_of_the_pair": _("The number that stays is one of the two of the pair."),
    "undo_too_late": _("A merge can be undone for 30 days."),
    "undo_later_first": _("Something was merged after that. Undo the newest merge of the person first."),
    "undo_erased": _("The person had the registration erased. There is nothing left to give back."),
}
