"""Django's settings: what is installed and where the ledger lies. What a bureau may set stands in `env.py`."""

from guiju.project import env
from guiju.project.ledger.database import settings_of, use_fixed_sqlite

SQLITE_IS_SOUND = use_fixed_sqlite()

DATABASES = {"default": settings_of(env.database(), is_sound=SQLITE_IS_SOUND)}
INSTALLED_APPS = ["guiju.facts", "guiju.bureau", "guiju.findings"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "zh-hans"
