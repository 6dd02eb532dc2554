"""Every page of the shop."""

from django.urls import include, path

urlpatterns = [
    path("", include("books.urls")),
    path("", include("orders.urls")),
]
