"""What people call the fields of the events about bundles."""

LABELS = {
    "origin_ledger": "来源账本",
    "origin_unit": "来源单位",
    "origin_hash": "来源账本摘要算法",
    "origin_key": "来源公钥",
    "origin_key_id": "来源公钥编号",
    "origin_checkpoint": "来源检查点",
    "origin_signature": "来源签名",
    "bundle_number": "报送包号",
    "bundle_digest": "报送包摘要",
    "previous_digest": "上一报送包摘要",
    "first_size": "起始大小",
    "first_index": "起始序号",
    "kept_leaves": "只报叶值的记录",
    "refused_leaves": "未能带入的记录",
    "subtree_roots": "子树根",
}
