"""Every address of the site: pages are listed by the folder that owns them."""

from django.urls import URLPattern

from guiju.screens.kit.entrance import url_of
from guiju.screens.kit.page import Page
from guiju.screens.kit.pages import PAGES as KIT

PAGES: tuple[Page, ...] = (*KIT,)

urlpatterns: list[URLPattern] = [url_of(page) for page in PAGES]
