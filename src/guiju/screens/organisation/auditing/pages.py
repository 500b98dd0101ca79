"""The pages of 审计: for the audit administrator; of what concerns permissions also for the security administrator."""

from django.utils.translation import gettext_lazy as _

from guiju.bureau.roles import READ_AUDIT, READ_LOOKS
from guiju.screens.kit.page import Entry, Page
from guiju.screens.organisation.auditing.looks import looks
from guiju.screens.organisation.auditing.records import exports, record, records

_GROUP = _("审计")
PAGES = (
    Page("audit.records", "audit/", records, READ_AUDIT, _("审计记录"), menu=Entry(_GROUP, 86, "scroll-text")),
    Page("audit.looks", "audit/looks/", looks, READ_LOOKS, _("查阅记录"), menu=Entry(_GROUP, 87, "eye")),
    Page("audit.exports", "audit/exports/", exports, READ_LOOKS, _("导出记录"), menu=Entry(_GROUP, 88, "download")),
    Page("audit.record", "audit/<int:number>/", record, READ_AUDIT, _("记录")),
)  # fmt: skip
