from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def reciprocity(request):
    return render(request, "venues/reciprocity.html", {})
