"""工作台: where everybody begins."""

from guiju.screens.kit.page import SIGNED_IN, Entry, Page
from guiju.screens.workbench.views import done, read, to_read, workbench

PAGES = (
    Page("workbench", "", workbench, SIGNED_IN, "工作台", menu=Entry("办理", 10, "inbox")),
    Page("tray.to_read", "tray/to-read/", to_read, SIGNED_IN, "待阅"),
    Page("tray.done", "tray/done/", done, SIGNED_IN, "已办"),
    Page("tray.read", "tray/read/", read, SIGNED_IN, "已阅"),
)
