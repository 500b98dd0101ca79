"""Small wrongs in either engine are caught: by the two engines parting, or by a worked case."""
# ruff: noqa: E501 — tables read best one a line

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
# (what is wrong, file under guiju/rules, the text as it stands, the text as it should not be)
MUTANTS = (
    ("期限整点不算按时", "countdown.py", "return at <= self.due_at", "return at < self.due_at"),
    ("期限末日不算按时", "countdown.py", "return day <= self.last_day", "return day < self.last_day"),
    ("停表重复计算", "countdown.py", "since = max(since, reached)", "since = since"),
    ("停表首日也扣", "countdown.py", "max(pause.since.day, self.start.day) + 1", "max(pause.since.day, self.start.day)"),
    ("延长可以缩短", "countdown.py", "self.reach(target) <= self.reach(self.total)", "False"),
    ("延长不看审批职级", "countdown.py", "if item.approved_by and not", "if False and not"),
    ("延长次数多一次", "countdown.py", "self.used.get(number, 0) >= item.times", "self.used.get(number, 0) > item.times"),
    ("重新起算沿用旧总期", "modifiers.py", "countdown.base, {}", "countdown.total, {}"),
    ("到期后的延长仍有效", "modifiers.py", "if not countdown.is_in_time(row.at, row.day):", "if False:"),
    ("多项答复取最先", "verbs.py", "settled = max(answered", "settled = min(answered"),
    ("同刻的禁止行为算数", "prohibitions.py", "since=duty.trigger.at + 1", "since=duty.trigger.at"),
    ("等待少一日", "prohibitions.py", "day < countdown.raw_last_day", "day <= countdown.raw_last_day"),
    ("免除优先于履行", "duty.py", "if decision.outcome is Outcome.KEPT:", "if False:"),
    ("版本末日含在内", "model.py", "day < self.to_day", "day <= self.to_day"),
    ("不清楚的行当作没有", "judge.py", "for _ in range(MAX_RUNS):", "for _ in range(0):\n            pass\n        return first\n        for _ in ():"),
    ("间断一秒也算覆盖", "intervals.py", "if since - reached > gap:", "if since - reached > gap + 1_000_000:"),
    ("到期整点不算按时", "sweep/loops/running.py", "1 if moment <= due_instant", "1 if moment < due_instant"),
    ("末日不算按时", "sweep/loops/running.py", "return 1 if day <= end", "return 1 if day < end"),
    ("多算一日", "sweep/loops/dates.py", "        return day + amount\n", "        return day + amount + 1\n"),
    ("假日不顺延", "sweep/loops/dates.py", "if clock == L.CLOCK_PERIOD:", "if False:"),
    ("羁押也顺延", "sweep/pages.py", "    Clock.PERIOD: L.CLOCK_PERIOD,\n", "    Clock.PERIOD: L.CLOCK_PERIOD,\n    Clock.CUSTODY: L.CLOCK_PERIOD,\n"),
    ("月末不到月末", "sweep/loops/dates.py", "if of_month >= length or day + 1 == law[starts + row + 1]:", "if of_month >= length:"),
    ("停表重复计算", "sweep/loops/running.py", "low = w[spans + 2 * kept - 1]\n", "low = low\n"),
    ("重新起算沿用旧总期", "sweep/loops/lengthening.py", "                take_base(w)\n", ""),
    ("延长次序颠倒", "sweep/loops/lengthening.py", "item = law[listed + 1 + number]", "item = law[listed + law[listed] - number]"),
    ("职级低也能批", "sweep/loops/lengthening.py", ">= law[law[L.H_HEIGHT] + rank]", ">= 0"),
    ("多项答复取最先", "sweep/loops/answers.py", "settled = max(settled, row)", "settled = row if settled < 0 else min(settled, row)"),
    ("同刻的免除不算", "sweep/loops/deciding.py", "1 if at[row] <= limit else 0", "1 if at[row] < limit else 0"),
    ("版本末日含在内", "sweep/loops/settling.py", "<= day < law[edition + L.E_TO]", "<= day <= law[edition + L.E_TO]"),
    ("空的键不算不清楚", "sweep/loops/rows.py", "doubt |= 1 << key", "doubt |= 0"),
    ("用世界时的日", "sweep/snapshot.py", "(coded.codes, table.day,", "(coded.codes, (table.at // 86_400_000_000 + 719_163).astype(np.int32),"),
    ("短路:期限整点", "sweep/loops/deadlines.py", "(1 if moment > last else 0)", "(1 if moment >= last else 0)"),
    ("短路:末日", "sweep/loops/deadlines.py", "(1 if here[i] > due[i] else 0)", "(1 if here[i] >= due[i] else 0)"),
    ("短路:次数", "sweep/loops/series.py", "min(pos[i] + bound, beyond)", "min(pos[i] + bound + 1, beyond)"),
    ("短路:间断", "sweep/loops/series.py", "if at[row] - reached_at > gap:", "if at[row] - reached_at >= gap:"),
    ("短路:间隔", "sweep/loops/series.py", "col[L.C_DAY, here] + 0) > last:", "col[L.C_DAY, here] + 0) >= last:"),
    ("短路:禁止行为同刻", "sweep/lanes.py", "L.AFTER if verb == L.NOT_HAPPEN else", "L.SINCE if verb == L.NOT_HAPPEN else"),
    ("短路:停表重复计算", "sweep/loops/pausing.py", "moment - max(since, reached)", "moment - since"),
    ("短路:到期后的延长仍有效", "sweep/loops/pausing.py", "if opened == closed and moment > end + skipped:", "if False:"),
    ("短路:免除末日不算", "sweep/loops/meeting.py", "(here[i] <= due[i] or", "(here[i] < due[i] or"),
    ("短路:自己算作答复", "sweep/loops/meeting.py", "own = 1 if answers[k] == t else 0", "own = 0"),
    ("短路:别案的行也算", "sweep/loops/meeting.py", "row if row < end else -1", "row if row < answers[len(answers) - 1] else -1"),
    ("短路:同刻在前的行漏看", "sweep/postings.py", "np.not_equal(at[1:], at[:-1], out=fresh[1:-1])", "fresh[1:-1] = True"),
)  # fmt: skip


def caught(tmp_path, root, file, old, new):
    """Whether the engines part, or a worked case fails, in a copy of the package with one text replaced."""
    package = tmp_path / "guiju"
    shutil.copytree(root / "src" / "guiju", package, ignore=shutil.ignore_patterns("__pycache__"))
    target = package / "rules" / file
    text = target.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{file} no longer says: {old}"
    target.write_text(text.replace(old, new), encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(HERE.parents[1])]),
        "NUMBA_DISABLE_JIT": "1",
    }
    told = subprocess.run(
        [sys.executable, str(HERE / "mutant_hunt.py"), str(root)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return told.returncode == 3, told.stdout + told.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("wrong", "file", "old", "new"), MUTANTS, ids=[f"{one[1]}:{one[0]}" for one in MUTANTS])
def test_a_small_wrong_is_caught(tmp_path, root, wrong, file, old, new):
    was_caught, said = caught(tmp_path, root, file, old, new)
    assert was_caught, f"{wrong}: {said[-500:]}"


@pytest.mark.slow
def test_the_hunt_finds_nothing_where_nothing_is_wrong(tmp_path, root):
    was_caught, said = caught(tmp_path, root, "model.py", "day < self.to_day", "day < self.to_day")
    assert not was_caught, said[-500:]
