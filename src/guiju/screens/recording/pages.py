"""The pages of recording a case step by step."""

from guiju.bureau.roles import RECORD
from guiju.screens.kit.page import GET_AND_POST, Entry, Page
from guiju.screens.recording.opening import new
from guiju.screens.recording.views import record, step

PAGES = (
    Page("cases.new", "cases/new/", new, RECORD, "新的案件", GET_AND_POST, menu=Entry("案件", 21, "plus")),
    # Before the other: the number of a case may hold anything that an address can carry.
    Page("cases.step", "cases/<path:case>/record/<slug:name>/", step, RECORD, "登记环节", GET_AND_POST),
    Page("cases.record", "cases/<path:case>/record/", record, RECORD, "登记"),
)
