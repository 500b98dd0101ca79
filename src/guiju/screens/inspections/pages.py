"""督察抽查: samples that are drawn, looked at on site, and reported on once a month."""

from guiju.actions.inspections.acts import CHECK_ON_SITE, DRAW_SAMPLE, ISSUE_CIRCULAR, READ_INSPECTIONS
from guiju.screens.inspections.circulars import circular, circular_file, circulars, counted_again, draft, new_circular
from guiju.screens.inspections.item import check_on_site, item, make_finding
from guiju.screens.inspections.listing import inspections
from guiju.screens.inspections.one import inspection, recomputed
from guiju.screens.inspections.planning import new, size
from guiju.screens.kit.page import GET_AND_POST, Entry, Page

_READ = READ_INSPECTIONS
PAGES = (
    Page("inspections.list", "inspections/", inspections, _READ, "督察抽查", menu=Entry("办理", 35, "clipboard-check")),
    Page("inspections.new", "inspections/new/", new, DRAW_SAMPLE, "制定抽查计划", GET_AND_POST),
    Page("inspections.size", "inspections/new/size/", size, DRAW_SAMPLE, "制定抽查计划", GET_AND_POST),
    Page("inspections.circulars", "inspections/circulars/", circulars, _READ, "月度通报"),
    Page(
        "inspections.circular_new", "inspections/circulars/new/", new_circular, ISSUE_CIRCULAR, "起草通报", GET_AND_POST
    ),
    Page("inspections.circular_draft", "inspections/circulars/draft/", draft, ISSUE_CIRCULAR, "通报草稿", GET_AND_POST),
    Page("inspections.circular", "inspections/circulars/<str:name>/", circular, _READ, "月度通报"),
    Page("inspections.circular_again", "inspections/circulars/<str:name>/recompute/", counted_again, _READ, "复算通报"),
    Page(
        "inspections.circular_file", "inspections/circulars/<str:name>/export/<str:command>/", circular_file, _READ,
        "月度通报",
    ),
    Page("inspections.one", "inspections/<str:name>/", inspection, _READ, "抽查", GET_AND_POST),
    Page("inspections.recompute", "inspections/<str:name>/recompute/", recomputed, _READ, "复算抽取结果"),
    Page("inspections.item", "inspections/<str:name>/<int:number>/", item, _READ, "检查表"),
    Page(
        "inspections.check", "inspections/<str:name>/<int:number>/check/", check_on_site, CHECK_ON_SITE, "现场检查",
        GET_AND_POST,
    ),
    Page(
        "inspections.make", "inspections/<str:name>/<int:number>/<str:command>/finding/", make_finding, CHECK_ON_SITE,
        "登记疑似问题", GET_AND_POST,
    ),
)  # fmt: skip
