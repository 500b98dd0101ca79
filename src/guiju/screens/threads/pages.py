"""The pages of threads: one of every kind that a subject speaks for."""

from guiju.screens.kit.page import SIGNED_IN, Page
from guiju.screens.threads.view import thread_page, why

PAGES = (
    # Before the other: the value may hold anything that an address can carry.
    Page("threads.why", "threads/<str:kind>/<path:value>/why/", why, SIGNED_IN, "为什么是这一天"),
    Page("threads.one", "threads/<str:kind>/<path:value>/", thread_page, SIGNED_IN, "案件和事项"),
)
