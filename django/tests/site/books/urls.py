from django.urls import include, path

from . import views

urlpatterns = [
    path("loop/<str:name>/", views.loop),
    path("empty/", views.empty),
    path("async/", views.asynchronous),
    path("template/", views.template),
    path("streamed/", views.streamed),
    path("events/", views.events),
    path("failing/", views.failing),
    path("secrets/<str:word>/", views.secrets),
    path("transactional/", views.transactional),
    path("spans/", views.spans),
    path("slow/", views.slow),
    path("enter/<str:name>/", views.enter),
    path("hotclub/", include("hotclub_django.urls")),
]
