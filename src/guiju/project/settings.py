"""Django's settings: what is installed and where the ledger lies. What a bureau may set stands in `env.py`."""

from csp.constants import NONE, SELF

from guiju.project import env
from guiju.project.ledger.database import settings_of, use_fixed_sqlite

SQLITE_IS_SOUND = use_fixed_sqlite()

DATABASES = {"default": settings_of(env.database(), is_sound=SQLITE_IS_SOUND)}
INSTALLED_APPS = [
    "guiju.facts",
    "guiju.bureau",
    "guiju.findings",
    "guiju.screens",
    "guiju.screens.sign_in",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

AUTH_USER_MODEL = "sign_in.SiteAccount"
ROOT_URLCONF = "guiju.project.site.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
SECRET_KEY = env.site_secret()
ALLOWED_HOSTS = env.hosts()
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Nothing inline, nothing from elsewhere: what is not listed is refused.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

STATIC_URL = "static/"
STATIC_ROOT = env.home() / "static"
# Served as hashed, compressed files once they are collected; straight from the packages before that.
WHITENOISE_USE_FINDERS = True

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [env.PACKAGE / "locale"]
