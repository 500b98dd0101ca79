"""The pages of reviews and approvals."""

from guiju.bureau.roles import READ_CASES
from guiju.screens.kit.page import GET_AND_POST, Entry, Page
from guiju.subjects.cases.commands.chain import DRAW_CROSS_REVIEW, READ_REFUSED, SUBMIT
from guiju.subjects.cases.screens.crossing import blind, cross_reviews, draw_month
from guiju.subjects.cases.screens.detail import submission_page
from guiju.subjects.cases.screens.listing import done, everything, mine, refused, waiting
from guiju.subjects.cases.screens.submitting import change, submit_case, take_back

PAGES = (
    Page("reviews.list", "reviews/", waiting, READ_CASES, "审核审批", menu=Entry("办理", 30, "clipboard-check")),
    Page("reviews.mine", "reviews/mine/", mine, READ_CASES, "我送审的"),
    Page("reviews.done", "reviews/done/", done, READ_CASES, "我办过的"),
    Page("reviews.everything", "reviews/all/", everything, READ_CASES, "全部送审"),
    Page("reviews.refused", "reviews/refused/", refused, READ_REFUSED, "未予办理的操作"),
    Page("reviews.cross", "reviews/cross/", cross_reviews, READ_CASES, "交叉复审"),
    Page("reviews.draw", "reviews/cross/draw/", draw_month, DRAW_CROSS_REVIEW, "抽取交叉复审", GET_AND_POST),
    Page("reviews.blind", "reviews/cross/<str:name>/", blind, READ_CASES, "交叉复审", GET_AND_POST),
    Page("reviews.submit", "cases/<path:case>/submit/", submit_case, SUBMIT, "送审", GET_AND_POST),
    Page("reviews.change", "reviews/<str:name>/change/", change, READ_CASES, "修改后再送审", GET_AND_POST),
    Page("reviews.withdraw", "reviews/<str:name>/withdraw/", take_back, READ_CASES, "撤回送审", GET_AND_POST),
    Page("reviews.one", "reviews/<str:name>/", submission_page, READ_CASES, "送审", GET_AND_POST),
)
