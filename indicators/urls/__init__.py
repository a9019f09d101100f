from django.urls import include, path

from indicators.views import boards, bulletins, public, screens, statistics, tables

app_name = "indicators"
urlpatterns = [
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/report/", statistics.report, name="report"),
    path("statistics/board/", boards.own_board, name="own_board"),
    path("statistics/board/<slug:level>/<slug:code>/", boards.board, name="board"),
    path("statistics/board/<slug:level>/<slug:code>/exchange.csv", boards.exchange, name="exchange"),
    path("figures/", public.public, name="public"),
    path("figures/<slug:by>.csv", public.public_csv, name="public_csv"),
    path("statistics/table/", tables.table, name="table"),
    path("statistics/table/file/", tables.table_file, name="table_file"),
    path("statistics/table/save/", tables.save, name="save_view"),
    path("statistics/table/<int:pk>/", tables.saved_view, name="saved_view"),
    path("statistics/table/<int:pk>/change/", tables.change, name="change_view"),
    path("statistics/table/<int:pk>/delete/", tables.delete, name="delete_view"),
    path("statistics/bulletins/", bulletins.BulletinsView.as_view(), name="bulletins"),
    path("statistics/bulletins/<int:pk>/", bulletins.BulletinView.as_view(), name="bulletin"),
    path("statistics/bulletins/<int:pk>/edit/", bulletins.EditView.as_view(), name="edit_bulletin"),
    path("statistics/bulletins/<int:pk>/approve/", bulletins.approve, name="approve_bulletin"),
    path("statistics/bulletins/<int:pk>/return/", bulletins.send_back, name="return_bulletin"),
    path("statistics/bulletins/<int:pk>/redraw/", bulletins.redraw, name="redraw_bulletin"),
    path("statistics/bulletins/<int:pk>/issue/", bulletins.issue, name="issue_bulletin"),
    path("statistics/bulletins/<int:pk>/archive/", bulletins.archive, name="archive_bulletin"),
    path("statistics/bulletins/<int:pk>/pdf/", bulletins.bulletin_pdf, name="bulletin_pdf"),
    path("statistics/bulletins/<int:pk>/docx/", bulletins.bulletin_docx, name="bulletin_docx"),
    path("screens/", screens.screens, name="screens"),
    path("screens/new/", screens.ScreenCreateView.as_view(), name="screen_create"),
    path("screens/<int:pk>/renew/", screens.renew, name="screen_renew"),
    path("screens/<int:pk>/revoke/", screens.revoke, name="screen_revoke"),
    path("screens/show/<str:secret>/", screens.show, name="screen_show"),
    path("screens/show/<str:secret>/figures.json", screens.figures, name="screen_figures"),
    path("screens/show/<str:secret>/worker.js", screens.worker, name="screen_worker"),
    path("reported/", include("indicators.urls.reported")),
]
