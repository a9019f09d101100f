app_name = "belts"
urlpatterns: list[object] = []
