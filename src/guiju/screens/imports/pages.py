"""The pages of importing: the wizard, the history, and what waits for the decision of somebody else."""

from django.utils.translation import gettext_lazy as _

from guiju.bureau.roles import APPROVE_CORRECTION, CORRECT, IMPORT_FILES
from guiju.screens.imports.arriving import arrive
from guiju.screens.imports.correcting import correct
from guiju.screens.imports.corrections import all_corrections, batch_corrections, correction, corrections, decide
from guiju.screens.imports.history import batch, batch_refused, history
from guiju.screens.imports.matching import columns, events
from guiju.screens.imports.previewing import job, preview, preview_refused
from guiju.screens.imports.proposals import all_proposals, proposal, proposals
from guiju.screens.kit.page import GET_AND_POST, Entry, Page

_DATA = _("数据")

PAGES: tuple[Page, ...] = (
    Page("imports", "imports/", history, IMPORT_FILES, _("导入"), menu=Entry(_DATA, 60, "upload")),
    Page("imports.new", "imports/new/", arrive, IMPORT_FILES, _("导入文件"), GET_AND_POST),
    Page("imports.columns", "imports/uploads/<str:place>/", columns, IMPORT_FILES, _("对应列"), GET_AND_POST),
    Page("imports.events", "imports/uploads/<str:place>/events/", events, IMPORT_FILES, _("对应环节"), GET_AND_POST),
    Page("imports.preview", "imports/uploads/<str:place>/preview/", preview, IMPORT_FILES, _("预览"), GET_AND_POST),
    Page(
        "imports.preview_refused", "imports/uploads/<str:place>/refused.xlsx", preview_refused, IMPORT_FILES,
        _("拒绝的行"),
    ),
    Page("imports.job", "imports/jobs/<str:number>/", job, IMPORT_FILES, _("导入进度")),
    Page("imports.batch", "imports/<int:number>/", batch, IMPORT_FILES, _("批次")),
    Page("imports.refused", "imports/<int:number>/refused.xlsx", batch_refused, IMPORT_FILES, _("拒绝的行")),
    Page("imports.batch_corrections", "imports/<int:number>/corrections/", batch_corrections, CORRECT, _("更正")),
    Page("imports.decide", "imports/<int:number>/decide/", decide, APPROVE_CORRECTION, _("整批决定"), GET_AND_POST),
    Page(
        "imports.corrections", "imports/corrections/", corrections, CORRECT, _("待放行的更正"),
        menu=Entry(_DATA, 61, "layers"),
    ),
    Page("imports.all_corrections", "imports/corrections/all/", all_corrections, CORRECT, _("更正")),
    Page("imports.correction", "imports/corrections/<int:number>/", correction, CORRECT, _("更正"), GET_AND_POST),
    Page(
        "imports.proposals", "imports/proposals/", proposals, CORRECT, _("补录和更正"), menu=Entry(_DATA, 62, "pencil"),
    ),
    Page("imports.all_proposals", "imports/proposals/all/", all_proposals, CORRECT, _("补录和更正")),
    # Before the page of the thread: the number of a case may hold anything that an address can carry.
    Page(
        "imports.correct", "threads/<str:kind>/<path:value>/records/<int:number>/correct/", correct, CORRECT,
        _("提请更正"), GET_AND_POST,
    ),
    Page("imports.proposal", "imports/proposals/<int:number>/", proposal, CORRECT, _("提请"), GET_AND_POST),
)  # fmt: skip
