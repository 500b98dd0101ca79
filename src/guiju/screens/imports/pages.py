"""The pages of importing."""

from guiju.screens.kit.page import Page

PAGES: tuple[Page, ...] = ()
