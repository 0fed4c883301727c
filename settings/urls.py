"""All URLs: the pages, and the administration."""

from django.contrib import admin
from django.urls import include, path

from frontend.views import team

urlpatterns = [
    path("coulisses/admin/login/", team.office),
    path("coulisses/admin/", admin.site.urls),
    path("", include("realtime.urls")),
    path("", include("frontend.urls")),
]

handler400 = "frontend.views.errors.bad_request"
handler403 = "frontend.views.errors.forbidden"
handler404 = "frontend.views.errors.not_found"
handler500 = "frontend.views.errors.broken"
