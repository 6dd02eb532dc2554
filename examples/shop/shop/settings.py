"""Settings of the shop: SQLite unless SHOP_POSTGRESQL names a database, loopback only, no debug."""

import os
import secrets
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
# Everything that is made rather than written: the database and the key.
VAR = Path(os.environ.get("SHOP_VAR", HOME / "var"))


def secret_key() -> str:
    """The key of this installation, made on first use and kept beside the database."""
    path = VAR / "secret_key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        draft = VAR / f"secret_key.{os.getpid()}"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            # whole or not at all, and the first wins: two workers may start at once
            os.link(draft, path)
        except FileExistsError:
            pass
        draft.unlink()
    return path.read_text()


SECRET_KEY = os.environ.get("SHOP_SECRET_KEY") or secret_key()
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "books",
    "orders",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
# Two lines of Hotclub: the app, and where its server is.
if os.environ.get("SHOP_HOTCLUB"):
    INSTALLED_APPS.append("hotclub_django")
    HOTCLUB = {"endpoint": os.environ["SHOP_HOTCLUB"], "service": "shop", "release": os.environ.get("SHOP_RELEASE", "")}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": VAR / "shop.sqlite3",
    "OPTIONS": {
        "timeout": 20,
        # A transaction asks for the only write lock at its start, so that it never fails half way.
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    },
}
# Host, user and password as every PostgreSQL client takes them: PGHOST, PGUSER, PGPASSWORD …
POSTGRESQL = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": os.environ.get("SHOP_POSTGRESQL", ""),
    "CONN_MAX_AGE": 60,
}
DATABASES = {"default": POSTGRESQL if os.environ.get("SHOP_POSTGRESQL") else SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the memory of each worker: what one has computed, the other computes again.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # In files: one for all workers.
    "shared": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR / "cache"},
}

PAYMENT_API = os.environ.get("SHOP_PAYMENT_API", "http://127.0.0.1:8001")

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
