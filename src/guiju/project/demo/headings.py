"""The column headings of the sample export, as a case system would name them."""

from guiju.project.catalogue import VOCABULARY
from guiju.project.demo.lawful import FALLBACK, LAWFUL

_KEYS = {
    "case": "案件编号",
    "type": "环节",
    "at": "时间",
    "unit": "单位",
    "officer": "民警",
    "person": "人员编号",
    "item": "物品编号",
    "act": "行为编号",
    "call": "警情编号",
    "room": "房间编号",
    "recording": "录像编号",
}
_ATTRIBUTES = {
    "channel": "来源方式",
    "emergency": "紧急警情",
    "valid": "有效警情",
    "police_scope": "属公安职责",
    "disposition": "处置结果",
    "kind": "类别",
    "public_order": "治安案件",
    "complainant": "有控告人",
    "approver": "审批人层级",
    "witness": "见证人",
    "warrant": "搜查证",
    "place": "地点",
    "certificate": "检查证",
    "onspot": "当场",
    "foils": "陪衬数量",
    "psychiatric": "精神病鉴定",
    "nth": "第几次",
    "fine": "罚款金额",
    "detention_days": "拘留天数",
    "licence": "吊销证照",
    "opinion": "审核意见",
    "content_hash": "内容摘要",
    "qualified": "法制审核资格",
    "adopted": "是否采纳",
    "votes": "表决情况",
    "decider_level": "决定机关层级",
    "document": "文书名称",
    "recipient": "受送达人",
    "amount": "收缴金额",
    "ground": "事由",
    "approved": "是否批准",
    "outcome": "结案方式",
    "form": "传唤方式",
    "vulnerable": "特殊人员",
    "to_hours": "延长至小时",
    "to_days": "延长至日",
    "to_months": "延长至月",
    "searcher_sex": "检查人员性别",
    "person_sex": "被检查人性别",
    "sex": "性别",
    "health_asked": "询问健康状况",
    "destination": "去向",
    "minor": "未成年人",
    "female": "女性",
    "first": "首次讯问",
    "guarantee": "保证方式",
    "days": "执行天数",
    "asset": "财产种类",
    "custodian": "保管人员",
    "shelf": "货架号",
    "photographed": "已拍照",
    "valued": "已估价",
    "way": "处置方式",
    "list_copies": "清单份数",
    "device": "设备编号",
    "hash": "文件摘要",
    "result": "抽查结果",
    "name": "资格名称",
    "until": "有效期至",
    "post": "岗位",
}


def _declared() -> tuple[str, ...]:
    names = ["person", "item", "act", "call", "room", "recording"]
    for kind in VOCABULARY.types.values():
        names += [name for name in kind.attributes if name not in names]
    return tuple(names)


COLUMNS = _declared()
HEADINGS = {**{name: name for name in COLUMNS}, **_ATTRIBUTES, **_KEYS}
_GIVEN_BY_STEPS = {"to_days": int, "to_months": int, "valid": bool, "police_scope": bool}
KINDS = {name: type(value) for page in (FALLBACK, *LAWFUL.values()) for name, value in page.items()} | _GIVEN_BY_STEPS
