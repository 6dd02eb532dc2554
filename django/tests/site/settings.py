"""A small site whose database, and what watches it, come from the environment."""

import json
import os

SECRET_KEY = "planted-secret-key-5b1f"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "books.urls"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "books"]
if os.environ.get("SITE_HOTCLUB"):
    INSTALLED_APPS.append("hotclub_django")
HOTCLUB = json.loads(os.environ.get("SITE_HOTCLUB") or "{}")
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
DATABASES = {
    "default": json.loads(os.environ["SITE_DATABASE"]),
    "other": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["SITE_OTHER"]},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [os.path.join(os.path.dirname(__file__), "books")]}]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
LOGGING_CONFIG = None
USE_TZ = True
