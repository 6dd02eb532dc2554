"""`path("hotclub/", include("hotclub_django.urls"))`: the server's pages inside the site, for its staff."""

from django.urls import re_path

from .pages import pages

app_name = "hotclub"
urlpatterns = [re_path(r"^(?P<path>.*)$", pages, name="pages")]
