"""The addresses that components need for themselves."""

from guiju.screens.components.form.pages import PAGES as FORM
from guiju.screens.components.table.saved import PAGES as SAVED
from guiju.screens.kit.page import Page

PAGES: tuple[Page, ...] = (*FORM, *SAVED)
