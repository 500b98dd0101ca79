"""Django's settings: what is installed and where the ledger lies. What a bureau may set stands in `env.py`."""

from datetime import timedelta

from csp.constants import NONE, SELF

from guiju.project import env
from guiju.project.ledger.database import settings_of, use_fixed_sqlite

SQLITE_IS_SOUND = use_fixed_sqlite()

DATABASES = {"default": settings_of(env.database(), is_sound=SQLITE_IS_SOUND)}
INSTALLED_APPS = [
    "guiju.facts",
    "guiju.bureau",
    "guiju.findings",
    "guiju.actions",
    "guiju.screens",
    "guiju.screens.threads",
    "guiju.screens.sign_in",
    "guiju.screens.imports",
    "guiju.project.site.jobs",
    "guiju.project.site.api",
    "guiju.subjects.cases",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

AUTH_USER_MODEL = "sign_in.SiteAccount"
ROOT_URLCONF = "guiju.project.site.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "guiju.project.site.static_files.StaticFiles",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "guiju.screens.kit.language.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "guiju.screens.sign_in.backend.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Five wrong passwords from one place lock that account for that place, for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "guiju.screens.sign_in.backend.tried_name"
AXES_LOCKOUT_CALLABLE = "guiju.screens.sign_in.lock.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# By account alone: behind the gateway everybody has the same address.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/300s/key"}
MFA_ADAPTER = "guiju.screens.sign_in.factor_secrets.SealedSecrets"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
SECRET_KEY = env.site_secret()
ALLOWED_HOSTS = env.hosts()
# The gateway ends TLS: what it hands on looks like plain HTTP, and a form says where it really comes from.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.is_tls()
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in env.hosts()] if env.is_tls() else []
SESSION_ENGINE = "guiju.project.site.session_store"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "guiju.screens.kit.faults.stale_form"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Nothing inline, nothing from elsewhere: what is not listed is refused.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "guiju.screens.kit.upload_files.LockedUploads",
]

STATIC_URL = "static/"
STATIC_ROOT = env.home() / "static"
# Served as hashed, compressed files once they are collected; straight from the packages before that.
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "guiju.project.site.static_files.CollectedFiles"},
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [env.PACKAGE / "locale"]

# What nobody foresaw goes to the log of the service: Django's own configuration speaks on a console in debug mode only.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"service": {"class": "logging.StreamHandler", "level": "ERROR"}},
    "loggers": {"django.request": {"handlers": ["service"], "level": "WARNING"}},
}
