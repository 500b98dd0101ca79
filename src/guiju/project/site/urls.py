"""Every address of the site: pages are listed by the folder that owns them."""

from django.urls import URLPattern

from guiju.screens.cases.pages import PAGES as CASES
from guiju.screens.components.pages import PAGES as COMPONENTS
from guiju.screens.findings.pages import PAGES as FINDINGS
from guiju.screens.gallery.pages import PAGES as GALLERY
from guiju.screens.imports.pages import PAGES as IMPORTS
from guiju.screens.kit.entrance import url_of
from guiju.screens.kit.page import Page
from guiju.screens.kit.pages import PAGES as KIT
from guiju.screens.organisation.pages import PAGES as ORGANISATION
from guiju.screens.sign_in.pages import PAGES as SIGN_IN
from guiju.screens.threads.pages import PAGES as THREADS
from guiju.screens.workbench.pages import PAGES as WORKBENCH

PAGES: tuple[Page, ...] = (
    *KIT, *COMPONENTS, *GALLERY, *SIGN_IN, *ORGANISATION, *CASES, *IMPORTS, *THREADS,
    *WORKBENCH, *FINDINGS,
)  # fmt: skip

urlpatterns: list[URLPattern] = [url_of(page) for page in PAGES]

handler400 = "guiju.screens.kit.faults.bad_request"
handler404 = "guiju.screens.kit.faults.page_not_found"
handler500 = "guiju.screens.kit.faults.server_error"
