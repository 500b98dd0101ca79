"""改法条: pages of law are written, tried, proposed and signed here."""

from guiju.findings.lawmaking.acts import PROPOSE_LAW, PUBLISH_LAW
from guiju.screens.kit.page import GET_AND_POST, POST_ONLY, Entry, Page
from guiju.screens.law.changing.guided.views import trial as guided_trial
from guiju.screens.law.changing.guided.views import write
from guiju.screens.law.changing.outlook import outlook
from guiju.screens.law.changing.packs import pack, packs
from guiju.screens.law.changing.proposals import page_history, proposal, proposals
from guiju.screens.law.changing.writing import change, trial, write_text

PAGES = (
    Page("law.proposals", "law/proposals/", proposals, PUBLISH_LAW, "改法条", menu=Entry("法规", 55, "pencil")),
    Page("law.proposal", "law/proposals/<int:number>/", proposal, PUBLISH_LAW, "提请的规则页", GET_AND_POST),
    Page("law.write", "law/write/", write, PROPOSE_LAW, "写一页法条", GET_AND_POST),
    Page("law.write_text", "law/write/text/", write_text, PROPOSE_LAW, "写一页法条", GET_AND_POST),
    Page("law.guided_trial", "law/write/trial/", guided_trial, PROPOSE_LAW, "试算", POST_ONLY, is_noted=False),
    Page("law.trial", "law/trial/", trial, PROPOSE_LAW, "试算", POST_ONLY, is_noted=False),
    Page("law.outlook", "law/outlooks/<str:number>/", outlook, PUBLISH_LAW, "试运行"),
    Page("law.packs", "law/packs/", packs, PROPOSE_LAW, "规则包", GET_AND_POST),
    Page("law.pack", "law/packs/download/", pack, PROPOSE_LAW, "下载规则包"),
    Page("law.change", "law/rules/<str:name>/change/", change, PROPOSE_LAW, "改一页法条", GET_AND_POST),
    Page("law.page_history", "law/rules/<str:name>/history/", page_history, PUBLISH_LAW, "本页的提请"),
)
