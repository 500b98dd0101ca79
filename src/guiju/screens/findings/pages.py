"""巡查: the findings and all that is done about them."""

from guiju.actions.acts import HOLD_TALK, RUN_CAMPAIGN
from guiju.bureau.roles import EXPORT, READ_CASES
from guiju.screens.findings.acts.views import act_on_finding, act_on_order
from guiju.screens.findings.alarms import alarms
from guiju.screens.findings.campaigns import campaign, campaigns, open_campaign
from guiju.screens.findings.detail import finding_page, order_steps_page, steps_page
from guiju.screens.findings.due import due
from guiju.screens.findings.listing import findings
from guiju.screens.findings.orders import note_page, order_page
from guiju.screens.findings.patterns import group, patterns
from guiju.screens.findings.printed import printed
from guiju.screens.findings.talks import hold_talk, talk, talks
from guiju.screens.findings.waivers import waivers
from guiju.screens.findings.why import why
from guiju.screens.kit.page import GET_AND_POST, Entry, Page

PAGES = (
    Page("findings.list", "findings/", findings, READ_CASES, "巡查", menu=Entry("办理", 30, "list-checks")),
    Page("findings.patterns", "findings/patterns/", patterns, READ_CASES, "共性问题"),
    Page("findings.group", "findings/patterns/group/", group, READ_CASES, "共性问题", GET_AND_POST),
    Page("findings.campaigns", "findings/campaigns/", campaigns, READ_CASES, "专项整治"),
    Page("findings.campaign_new", "findings/campaigns/new/", open_campaign, RUN_CAMPAIGN, "开展专项整治", GET_AND_POST),
    Page("findings.campaign", "findings/campaigns/<str:name>/", campaign, READ_CASES, "专项整治", GET_AND_POST),
    Page("findings.talks", "findings/talks/", talks, READ_CASES, "约谈"),
    Page("findings.talk_new", "findings/talks/new/", hold_talk, HOLD_TALK, "登记约谈", GET_AND_POST),
    Page("findings.talk", "findings/talks/<str:name>/", talk, READ_CASES, "约谈", GET_AND_POST),
    Page("findings.waivers", "findings/waivers/", waivers, READ_CASES, "豁免台账"),
    Page("findings.alarms", "findings/false-alarms/", alarms, READ_CASES, "误报率"),
    Page("findings.due", "due/", due, READ_CASES, "本周到期", menu=Entry("办理", 25, "calendar-days")),
    # Before the page of a finding: its name may hold anything that an address can carry.
    Page(
        "findings.act", "findings/one/<path:name>/do/<str:command>/", act_on_finding, READ_CASES, "办理", GET_AND_POST
    ),
    Page("findings.steps", "findings/one/<path:name>/steps/", steps_page, READ_CASES, "可以办理的事项"),
    Page("findings.why", "findings/one/<path:name>/why/", why, READ_CASES, "为什么是这一天"),
    Page("findings.print", "findings/one/<path:name>/print/", printed, EXPORT, "打印"),
    Page("findings.one", "findings/one/<path:name>/", finding_page, READ_CASES, "问题"),
    Page("orders.act", "orders/<str:name>/do/<str:command>/", act_on_order, READ_CASES, "办理", GET_AND_POST),
    Page("orders.steps", "orders/<str:name>/steps/", order_steps_page, READ_CASES, "可以办理的事项"),
    Page("orders.one", "orders/<str:name>/", order_page, READ_CASES, "整改单"),
    Page("notes.one", "notes/<str:name>/", note_page, READ_CASES, "会签和抄送", GET_AND_POST),
)
