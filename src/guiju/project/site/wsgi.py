"""The site as a WSGI application; `serving` opens the ledger before it is called."""

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from guiju.project.ledger.opening import start_django


def make_application() -> WSGIHandler:
    """The application, wired."""
    start_django()
    # Pages know models, which only a started Django has.
    from guiju.project.site.wiring import wire_site

    application = get_wsgi_application()
    wire_site()
    return application
