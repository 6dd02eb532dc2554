"""Pages about books."""

from django.urls import path

from . import views

app_name = "books"
urlpatterns = [
    path("", views.front_page, name="front"),
    path("books/", views.book_list, name="list"),
    path("books/joined/", views.book_list_joined, name="list-joined"),
    path("books/<slug:slug>/similar/", views.similar, name="similar"),
    path("books/<slug:slug>/", views.book_detail, name="detail"),
    path("search/", views.search, name="search"),
    path("authors/", views.authors, name="authors"),
    path("categories/", views.categories, name="categories"),
    path("reports/together/", views.bought_together, name="together"),
    path("reports/reviews.txt", views.reviews_as_text, name="reviews"),
    path("reports/duplicates/", views.duplicates_report, name="duplicates"),
]
