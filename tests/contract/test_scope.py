"""Guiju watches the police's own conduct; it has no word for watching the public."""

import re
from pathlib import Path

from guiju.project.catalogue import SUBJECTS, VOCABULARY
from guiju.values.event import IDENTIFYING as SEALED

ROOT = Path(__file__).parents[2]
# Lists, scores or tracking of members of the public, informant files, steering of opinion, population files.
CHINESE = (
    "重点人员",
    "重点人口",
    "重点人群",
    "重点对象",
    "高危人员",
    "高危人群",
    "关注人员",
    "管控对象",
    "管控人员",
    "稳控",
    "信访人员",
    "信访人",
    "上访人员",
    "上访户",
    "缠访",
    "闹访",
    "截访",
    "邪教",
    "信教群众",
    "宗教人士",
    "民族成份",
    "政治面貌",
    "肇事肇祸",
    "精神障碍患者",
    "艾滋病人员",
    "流动人口",
    "暂住人口",
    "实有人口",
    "外来人口",
    "常住人口",
    "人口信息",
    "情报信息员",
    "治安耳目",
    "特情",
    "线人",
    "隐蔽力量",
    "舆情引导",
    "舆论引导",
    "网评员",
    "网络评论员",
    "轨迹",
    "人脸识别",
    "人像比对",
    "黑名单",
    "信用分",
    "积分预警",
)
ENGLISH = re.compile(
    r"\b(?:petitioners?|key_persons?|high_risk_persons?|watch_?lists?|black_?lists?|informants?|informers?"
    r"|dissidents?|religions?|religious|ethnicity|migrants?|population_(?:file|register)s?|opinion_steering"
    r"|face_recognition|social_credit|citizen_scores?|person_scores?|track_persons?)\b",
    re.IGNORECASE,
)
# A sample or an import carries a code for a person; what identifies one is sealed with his own key, or not recorded.
IDENTIFYING = {"name_of_person", "person_name", "id_number", "identity_card", "phone", "address", "birth_date", "photo"}
# It names what a score must never rest on, so that a scale which says so does not load.
REFUSING = Path("src/guiju/scores/forbidden.py")
PRODUCT = {".py", ".html", ".css", ".js", ".yaml", ".yml", ".json", ".csv", ".po", ".toml"}


def test_no_word_of_the_product_is_for_watching_the_public(tracked):
    homes = [ROOT / name for name in ("src", "law", "examples")]
    files = [path for path in tracked if path.suffix in PRODUCT and any(home in path.parents for home in homes)]
    assert len(files) > 20
    found = []
    for path in files:
        if path.relative_to(ROOT) == REFUSING:
            continue
        text = path.read_text(encoding="utf-8")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in CHINESE if word in text]
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in ENGLISH.finditer(text)]
    assert found == []


def test_no_event_has_a_field_that_identifies_a_member_of_the_public_in_clear():
    fields = {
        name
        for kind in VOCABULARY.types.values()
        for name in (*kind.keys, *kind.attributes)
        if name not in kind.personal
    }
    assert fields & (IDENTIFYING | set(SEALED)) == set()


def test_the_subjects_are_those_of_police_procedure():
    conduct = {"calls", "cases", "credentials", "custody", "property", "recordings"}
    assert {subject.name for subject in SUBJECTS} >= conduct
    assert not {subject.name for subject in SUBJECTS} & {"persons", "people", "population", "intelligence", "residents"}
