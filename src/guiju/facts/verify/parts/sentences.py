"""What each kind of problem means, in Chinese and in English."""

SENTENCES: dict[str, tuple[str, str]] = {
    "event.leaf": (
        "记录的内容与它的叶值不符：记录之后被改动过。",
        "The record does not give its leaf: it was altered after it was recorded.",
    ),
    "leaf.hash": (
        "树中的叶值与记录的叶值不符：两者之一被改动过。",
        "The leaf in the tree is not the record's: one of the two was altered.",
    ),
    "event.form": (
        "记录的“{column}”一栏不是应有的形式：被改动过。",
        "Column “{column}” of the record does not have its form: it was altered.",
    ),
    "event.schema": (
        "记录的格式版本“{schema}”不是 1。",
        "The record's format version “{schema}” is not 1.",
    ),
    "event.missing": (
        "这里记录过一件事，现已不见：叶值还在，记录没有了。",
        "Something was recorded here and is now missing: its leaf is there, the record is not.",
    ),
    "event.twice": (
        "同一编号的记录出现不止一次。",
        "Records with the same id occur more than once.",
    ),
    "idem.twice": (
        "同一写入人的同一幂等键出现不止一次（写入人“{actor}”，键“{idem_key}”）。",
        "One actor's idempotency key occurs more than once (actor “{actor}”, key “{idem_key}”).",
    ),
    "body.form": (
        "记录正文不是本格式的 JSON 对象。",
        "The record's body is not a JSON object of this format.",
    ),
    "key.copy": (
        "索引键与记录正文所说的不一致。",
        "The rows of the key index are not what the record's body says.",
    ),
    "key.orphan": (
        "索引键（{key_kind}：{value}）指向不存在的记录。",
        "A row of the key index ({key_kind}: {value}) points to a record that is not there.",
    ),
    "key.id": (
        "公钥“{key_id}”的编号与公钥不符。",
        "The id “{key_id}” is not that of its public key.",
    ),
    "row.form": (
        "导出文件第 {line} 行（“{table}”）：编号、序号或大小不是整数：{row}",
        "Line {line} of the dump (“{table}”) has something else where an id, a place or a size belongs: {row}",
    ),
    "index.gap": (
        "封存序号从 {first} 到 {last} 缺失：叶和记录都不见了，此后的树根无法核对。",
        "Indices {first} to {last} are missing with their leaves; later roots cannot be checked.",
    ),
    "index.twice": (
        "封存序号重复或倒退。",
        "An index occurs twice or goes back.",
    ),
    "chain.seq": (
        "这一条流的顺序号应为 {expected}，实为 {found}：中间的记录不见了或顺序号被改动过。",
        "The stream should go on with {expected} and goes on with {found}: a record is missing or was renumbered.",
    ),
    "chain.prev": (
        "记录所指的前一叶值不是同一条流里前一条记录的叶值。",
        "The record's `prev` is not the leaf of the record before it in its stream.",
    ),
    "time.bounds": (
        "记录时间 {recorded_at} 不在前后两个检查点所容许的范围内：被倒签或改动过。",
        "Recorded at {recorded_at}, which its two checkpoints do not allow: back-dated or altered.",
    ),
    "leaf.uncovered": (
        "从这里起的 {number} 个叶没有任何检查点签认。",
        "From here on {number} leaves are covered by no checkpoint.",
    ),
    "leaf.cut": (
        "检查点签认过 {size} 个叶，现在只有 {leaves} 个：末尾被截去。",
        "A checkpoint signed {size} leaves and there are {leaves}: the tail was cut off.",
    ),
    "tile.hash": (
        "层 {level} 第 {number} 块的摘要与树不符。",
        "Tile {number} of level {level} is not what the tree gives.",
    ),
    "tile.missing": (
        "层 {level} 第 {number} 块缺失。",
        "Tile {number} of level {level} is missing.",
    ),
    "tile.extra": (
        "层 {level} 第 {number} 块在树中没有位置。",
        "Tile {number} of level {level} has no place in the tree.",
    ),
    "checkpoint.none": (
        "没有任何可信的检查点：无从核对。",
        "There is no checkpoint that can be trusted: nothing vouches for the ledger.",
    ),
    "checkpoint.first": (
        "第一个检查点的大小不是 0，或所指的前一检查点不是空：开头的检查点不见了。",
        "The first checkpoint is not of size 0 with nothing before it: the opening ones are missing.",
    ),
    "checkpoint.form": (
        "大小为 {size} 的检查点，文本不是本格式。",
        "The text of the checkpoint of size {size} is not of this format.",
    ),
    "checkpoint.key": (
        "大小为 {size} 的检查点由未知的密钥“{key_id}”签名。",
        "The checkpoint of size {size} is signed by the unknown key “{key_id}”.",
    ),
    "checkpoint.signature": (
        "大小为 {size} 的检查点签名不成立：文本或签名被改动过。",
        "The signature of the checkpoint of size {size} does not hold: text or signature was altered.",
    ),
    "checkpoint.size": (
        "检查点的大小 {size} 与其文本不符，或没有比前一个大。",
        "The checkpoint's size {size} is not that of its text, or not larger than the one before.",
    ),
    "checkpoint.previous": (
        "大小为 {size} 的检查点所指的前一检查点不是现有的那一个：中间的被删去或改动过。",
        "The checkpoint of size {size} names another predecessor: one was removed or altered.",
    ),
    "checkpoint.sealed_at": (
        "大小为 {size} 的检查点比前一个还早。",
        "The checkpoint of size {size} is earlier than the one before it.",
    ),
    "checkpoint.ledger": (
        "大小为 {size} 的检查点属于另一个账本，或用了另一种摘要算法。",
        "The checkpoint of size {size} belongs to another ledger, or uses another hash.",
    ),
    "checkpoint.epoch": (
        "大小为 {size} 的检查点，纪元号比前一个小。",
        "The epoch of the checkpoint of size {size} is smaller than that of the one before.",
    ),
    "checkpoint.empty": (
        "大小为 0 的检查点，树根不是空树的根。",
        "The checkpoint of size 0 does not name the root of an empty tree.",
    ),
    "checkpoint.root": (
        "序号 {first} 到 {last} 的叶不是签认过的那些：树根与大小为 {size} 的检查点不符。"
        "因此而无法核对的后续检查点有 {later} 个。",
        "Leaves {first} to {last} are not those that were signed: the root is not that of checkpoint {size}. "
        "Later checkpoints that cannot be checked for that reason: {later}.",
    ),
    "cosignature.checkpoint": (
        "见证方“{key_id}”签过的检查点（大小 {size}）不在账本里：检查点被删去或改动过。",
        "The checkpoint that witness “{key_id}” signed (size {size}) is not there: it was removed or altered.",
    ),
    "cosignature.form": (
        "见证方“{key_id}”对检查点（大小 {size}）的签名不是应有的形式：被改动过。",
        "The signature of witness “{key_id}” under checkpoint {size} does not have its form: it was altered.",
    ),
    "cosignature.key": (
        "检查点（大小 {size}）有未知见证方“{key_id}”的签名：不在给出的名单里，或编号被改动过。",
        "Checkpoint {size} bears the signature of an unknown witness “{key_id}”: not on the list, or altered.",
    ),
    "cosignature.signature": (
        "见证方“{key_id}”没有签过这个大小为 {size} 的检查点：检查点被重新签过，或见证签名被改动过。",
        "Witness “{key_id}” did not sign this checkpoint of size {size}: it was signed anew, or the signature altered.",
    ),
    "outbox.missing": (
        "尚未封存的记录不在待封存队列里：它永远不会被封存。",
        "A record without a leaf is not in the outbox: it would never be sealed.",
    ),
    "outbox.extra": (
        "待封存队列里的记录（编号 {event}）已经封存或不存在。",
        "The outbox names a record (id {event}) that is sealed already or is not there.",
    ),
    "unsealed.late": (
        "记录于 {recorded_at}，最后一次封存时早该封存而没有封存。",
        "Recorded at {recorded_at}, long before the last sealing, and not sealed by it.",
    ),
    "correction.missing": (
        "正文说它更正记录 {event}（首版 {first}），更正索引里没有这一行。",
        "Its body says that it corrects {event} (first version {first}); the index has no such row.",
    ),
    "correction.extra": (
        "更正索引说记录 {by} 更正记录 {event}（首版 {first}），正文没有这样说。",
        "The index says that {by} corrects {event} (first version {first}); no body says so.",
    ),
    "correction.target": (
        "它所更正的记录 {event} 不存在，或首版 {first} 不是那条记录的首版。",
        "The record {event} that it corrects is not there, or {first} is not that record's first version.",
    ),
    "correction.leaf": (
        "它所更正的记录 {event} 不是正文以叶值指明的那一条，或正文没有指明：记录的编号被调换过。",
        "The record {event} that it corrects is not the one whose leaf its body names, or its body names none: "
        "ids were exchanged.",
    ),
    "source.batch": (
        "正文说它由记录 {batch} 开始的导入带来，“{source}”流的第 {begun} 条不是这样一条记录：记录的编号被调换过。"
        "这样说的记录共 {count} 条，这是第一条。",
        "Its body says that the import begun by {batch} brought it; record {begun} of stream “{source}” is no such "
        "beginning: ids were exchanged. Records that say so, this one being the first: {count}.",
    ),
    "origin.form": (
        "关于下级账本的记录不是本格式。",
        "A record about another ledger is not of this format.",
    ),
    "origin.record": (
        "所引下级账本 {ledger} 第 {number} 号记录与其叶值不符，或与本账所记不同。",
        "What it quotes as record {number} of ledger {ledger} does not have its leaf, or says something else here.",
    ),
    "origin.unquoted": (
        "以下级账本的名义写入，却没有引用下级账本的任何记录。",
        "It is written in the name of another ledger, and quotes no record of it.",
    ),
    "origin.place": (
        "下级账本 {ledger} 第 {number} 号记录在本账不止一条，或与先前所报的叶值不同。",
        "Record {number} of ledger {ledger} stands here twice, or with another leaf than was reported.",
    ),
    "origin.missing": (
        "下级账本 {ledger} 报送至大小 {size}，第 {number} 号记录或其叶值在本账不见了。",
        "Ledger {ledger} reported up to size {size}; its record {number}, or the leaf of it, is missing here.",
    ),
    "origin.root": (
        "本账所存下级账本 {ledger} 的叶值推不到它大小为 {size} 的检查点的树根。",
        "The leaves of ledger {ledger} that stand here do not lead to the root of its checkpoint of size {size}.",
    ),
    "origin.signature": (
        "下级账本 {ledger} 大小为 {size} 的检查点，签名不是经两人确认的公钥所签。",
        "The checkpoint of size {size} of ledger {ledger} is not signed by a key that was confirmed.",
    ),
    "held.ledger": (
        "外部持有的检查点（大小 {size}）属于另一个账本“{ledger}”。",
        "The checkpoint held outside (size {size}) belongs to another ledger, “{ledger}”.",
    ),
    "held.signature": (
        "外部持有的检查点（大小 {size}）签名不成立。",
        "The signature of the checkpoint held outside (size {size}) does not hold.",
    ),
    "held.ahead": (
        "外部持有大小为 {size} 的检查点，而这个账本只有 {leaves} 个叶：账本被截短或退回到旧备份。",
        "A checkpoint of size {size} is held outside and this ledger has {leaves} leaves: it was cut or rolled back.",
    ),
    "held.text": (
        "外部持有的检查点（大小 {size}）与账本里同一大小的检查点文字不同：检查点被重新签过。",
        "The checkpoint held outside (size {size}) is not the ledger's of the same size: it was signed anew.",
    ),
    "held.root": (
        "外部持有的检查点（大小 {size}）与这个账本的树根不符：历史被重写过。",
        "The checkpoint held outside (size {size}) has another root than this ledger: history was rewritten.",
    ),
    "paper.form": (
        "记录没有写明材料的摘要。",
        "The record does not name its paper by a hash.",
    ),
    "paper.missing": (
        "记录所附的材料不在材料目录中。",
        "The paper of the record is not in the folder of papers.",
    ),
    "paper.changed": (
        "记录所附的材料被改动过：与记录的摘要不符。",
        "The paper of the record was altered: it does not have the hash that the record names.",
    ),
    "end.count": (
        "导出文件末行写明{what} {told} 个，文件里有 {found} 个。",
        "The dump's last line tells {told} of {what}, the file holds {found}.",
    ),
    "receipt.proof": (
        "回执的证明不能从这条记录推到检查点的树根。",
        "The receipt's proof does not lead from its record to the root of its checkpoint.",
    ),
}
"""For each kind of problem the sentence in Chinese and in English."""
