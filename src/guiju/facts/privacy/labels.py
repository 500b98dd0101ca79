"""What people call the fields of papers and of what is done with personal data."""

from collections.abc import Mapping

LABELS: Mapping[str, str] = {
    "person_name": "姓名",
    "document_number": "证件号码",
    "phone": "电话",
    "home_address": "住址",
    "birth_date": "出生日期",
    "paper": "材料摘要值",
    "paper_size": "材料字节数",
    "paper_kind": "材料种类",
    "file_name": "材料名称",
    "paper_key": "材料密钥编号",
    "paper_owner": "材料所属",
    "attached_to": "所附记录",
    "attached_to_leaf": "所附记录的叶值",
    "search_kind": "按什么查",
    "search_digest": "所查内容的加密摘要",
    "found": "查到的人员编号",
    "read_event": "所看的记录",
    "read_event_leaf": "所看记录的叶值",
    "hold": "冻结编号",
    "hold_leaf": "冻结的叶值",
    "as_role": "以何角色办理",
    "due_at": "执行时刻",
    "key_ids": "密钥编号",
    "copy_name": "备份名称",
    "key_count": "密钥数",
    "retention_class": "保存类别",
    "retention_months": "保存月数",
    "retention_basis": "保存期限的依据",
}
