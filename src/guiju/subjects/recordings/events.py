"""音视频: the words for what can happen."""

from functools import partial

from guiju.values.event import EventType

_event = partial(EventType, retention="recording")

EVENTS = (
    _event("recordings.started", "录制开始", keys=("case", "act", "recording", "call"), attributes=("device", "kind")),
    _event("recordings.ended", "录制结束", keys=("case", "act", "recording", "call")),
    _event("recordings.uploaded", "上传归档", keys=("recording",), attributes=("hash",)),
    _event("recordings.gap_explained", "中断说明", keys=("case", "act", "recording", "call")),
    _event("recordings.reviewed", "抽查", keys=("recording",), attributes=("result",)),
    _event("recordings.tagged", "标注永久保存", keys=("recording",), attributes=("tag",)),
    _event("recordings.altered", "剪接删改录音录像", keys=("case", "act", "recording")),
    _event("recordings.device_installed", "启用录音录像设备", keys=("room",)),
    _event("recordings.device_maintained", "维护录音录像设备", keys=("room",)),
    _event("recordings.device_retired", "停用录音录像设备", keys=("room",)),
    _event(
        "recordings.deleted",
        "删除或损毁灭失",
        keys=("case", "act", "recording"),
        attributes=("lost",),
        flags=("lost",),
    ),
)
