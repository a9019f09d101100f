from django.urls import path

from volunteers.views import merging

urlpatterns = [
    path("pairs/", merging.pair_list, name="pairs"),
    path("pairs/<int:pk>/", merging.pair_detail, name="pair"),
    path("pairs/<int:pk>/merge/", merging.merge, name="merge_pair"),
    path("pairs/<int:pk>/different/", merging.different, name="keep_pair_apart"),
    path("pairs/<int:pk>/undo/", merging.undo, name="undo_pair"),
]
