"""文书: made from a case, opened for a purpose; and the Word templates from which they are made."""

from django.utils.translation import gettext_lazy as _

from guiju.bureau.roles import KEEP_TEMPLATES, READ_CASES, RECORD
from guiju.screens.kit.page import GET_AND_POST, Entry, Page
from guiju.screens.papers.attaching import attach
from guiju.screens.papers.making import choose, new
from guiju.screens.papers.opening import open_paper
from guiju.screens.papers.templates import bring, current, proposal, proposed, starter, template, templates

PAGES: tuple[Page, ...] = (
    Page("papers.case", "papers/case/<path:case>/", choose, RECORD, _("制作文书")),
    Page("papers.attach", "papers/attach/<path:case>/", attach, RECORD, _("附上材料"), GET_AND_POST),
    Page("papers.new", "papers/new/<path:case>/<slug:paper>/", new, RECORD, _("制作文书"), GET_AND_POST),
    Page(
        "papers.templates", "papers/templates/", templates, READ_CASES, _("文书模板"),
        menu=Entry(_("法规"), 76, "file-text"),
    ),
    Page(
        "papers.proposal", "papers/templates/versions/<int:number>/", proposal, READ_CASES, _("核对文书模板"),
        GET_AND_POST,
    ),
    Page(
        "papers.proposed", "papers/templates/versions/<int:number>/template.docx", proposed, READ_CASES,
        _("下载文书模板"),
    ),
    Page("papers.template", "papers/templates/<slug:name>/", template, READ_CASES, _("文书模板")),
    Page("papers.starter", "papers/templates/<slug:name>/starter.docx", starter, READ_CASES, _("下载起始模板")),
    Page("papers.current", "papers/templates/<slug:name>/current.docx", current, READ_CASES, _("下载文书模板")),
    Page("papers.bring", "papers/templates/<slug:name>/new/", bring, KEEP_TEMPLATES, _("上传模板"), GET_AND_POST),
    Page("papers.open", "papers/<int:number>/", open_paper, READ_CASES, _("打开材料"), GET_AND_POST),
)  # fmt: skip
