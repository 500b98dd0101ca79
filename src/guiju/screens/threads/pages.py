"""The pages of threads: one of every kind that a subject speaks for."""

from guiju.bureau.roles import READ_CASES
from guiju.screens.kit.page import GET_AND_POST, Page
from guiju.screens.threads.unmasking import unmasked
from guiju.screens.threads.view import thread_page, why

PAGES = (
    # Before the other: the value may hold anything that an address can carry.
    Page("threads.why", "threads/<str:kind>/<path:value>/why/", why, READ_CASES, "为什么是这一天"),
    Page("threads.unmask", "threads/<str:kind>/<path:value>/unmask/", unmasked, READ_CASES, "身份信息", GET_AND_POST),
    Page("threads.one", "threads/<str:kind>/<path:value>/", thread_page, READ_CASES, "案件和事项"),
)
