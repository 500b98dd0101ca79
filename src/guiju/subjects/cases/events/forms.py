"""How the events of cases are declared."""

from functools import partial

from guiju.values.event import EventType

case_event = partial(EventType, retention="case_file")
# 行政案件环节录入执法办案系统:条文(行政程序规定第263条)未写时数,24 小时为内部口径,待核。
admin_event = partial(case_event, recorded_within="24 hours")
# 复议复核决定:由哪个部门承办。
answered = partial(case_event, attributes=("handled_by",))
# 须经批准的环节:由谁批准。
approved = partial(case_event, keys=("case", "person"), attributes=("approver",))
