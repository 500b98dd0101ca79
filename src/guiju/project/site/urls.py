"""Every address of the site: pages are listed by the folder that owns them."""

from django.urls import URLPattern

from guiju.project.catalogue import SUBJECTS
from guiju.project.site.api.site import API_PAGES, api_urls
from guiju.screens.cases.pages import PAGES as CASES
from guiju.screens.components.pages import PAGES as COMPONENTS
from guiju.screens.findings.pages import PAGES as FINDINGS
from guiju.screens.gallery.pages import PAGES as GALLERY
from guiju.screens.imports.pages import PAGES as IMPORTS
from guiju.screens.inspections.pages import PAGES as INSPECTIONS
from guiju.screens.kit.entrance import url_of
from guiju.screens.kit.page import Page
from guiju.screens.kit.pages import PAGES as KIT
from guiju.screens.law.changing.pages import PAGES as LAW_CHANGE
from guiju.screens.law.pages import PAGES as LAW
from guiju.screens.organisation.auditing.pages import PAGES as AUDITING
from guiju.screens.organisation.burden.pages import PAGES as BURDEN
from guiju.screens.organisation.pages import PAGES as ORGANISATION
from guiju.screens.organisation.people.pages import PAGES as PEOPLE
from guiju.screens.papers.pages import PAGES as PAPERS
from guiju.screens.recording.pages import PAGES as RECORDING
from guiju.screens.sign_in.pages import PAGES as SIGN_IN
from guiju.screens.threads.pages import PAGES as THREADS
from guiju.screens.workbench.pages import PAGES as WORKBENCH

PAGES: tuple[Page, ...] = (
    *KIT, *COMPONENTS, *GALLERY, *SIGN_IN, *ORGANISATION, *PEOPLE, *BURDEN, *AUDITING, *CASES, *RECORDING, *IMPORTS,
    *THREADS, *PAPERS, *WORKBENCH, *FINDINGS, *INSPECTIONS, *LAW, *LAW_CHANGE,
    *(page for subject in SUBJECTS for page in subject.pages()), *API_PAGES,
)  # fmt: skip

urlpatterns: list[URLPattern] = [*(url_of(page) for page in PAGES), *api_urls()]

handler400 = "guiju.screens.kit.faults.bad_request"
handler404 = "guiju.screens.kit.faults.page_not_found"
handler500 = "guiju.screens.kit.faults.server_error"
