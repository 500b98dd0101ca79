"""The first step: a file, where it comes from, and whose it is."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.bureau.names import unit_names
from guiju.facts.importing.lists import list_batches
from guiju.facts.take_in.unpacking import FORMATS
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind, Value
from guiju.screens.imports.steps import crumbs_to, steps_at
from guiju.screens.imports.uploads import keep
from guiju.screens.kit.figures import said_number
from guiju.screens.kit.rendering import show
from guiju.screens.kit.upload_files import MOST_BYTES
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.queries import list_units
from guiju.values.errors import GuijuError

SOURCE_LONGEST, MOST_UNITS = 100, 500


def arrive(visit: Visit) -> HttpResponse:
    """Ask for a file; what was sent is kept, looked into, and goes on to the second step."""
    form = _form(visit)
    if visit.request.method == "POST":
        filled = _kept(visit, form.read(visit))
        if isinstance(filled, str):
            return HttpResponseRedirect(reverse("imports.columns", args=[filled]))
    else:
        filled = form.blank(visit, values=_usual(visit, form))
    said = {"form": form.show(visit, filled, back=reverse("imports")), "steps": steps_at(1), "most": _most()}
    return show(
        visit, "imports/arriving.html", said, title=_("导入文件"), crumbs=crumbs_to(_("导入文件")), status=filled.status
    )


def _kept(visit: Visit, filled: Filled) -> Filled | str:
    """The place of what was sent; the form with what is wrong with it where it is refused."""
    if not filled.is_sound:
        return filled
    file = filled.files["file"]
    size = file.size or 0
    if size > MOST_BYTES:
        return filled.with_error(
            "file", _("文件超过 %(most)s MB。请按年份或单位拆分，或由系统维护人员在服务器上用 guiju import 导入。")
            % {"most": _most()},
        )  # fmt: skip
    said = (filled.text("source"), filled.text("unit"), filled.text("sheet"))
    try:
        kept = keep(visit, file.name or "", iter(file.chunks()), key=filled.key, size=size, said=said)
    except GuijuError as error:
        return filled.refused_by(error, "file")
    return kept.place


def _form(visit: Visit) -> Form:
    return Form(
        "arriving",
        (
            Field(
                "file", _("文件"), Kind.FILE, accept=",".join(FORMATS),
                help=_("支持 Excel（xlsx）、CSV、Parquet 和 XES；可以把文件拖到这一页上。"),
            ),
            Field(
                "source", _("数据来源"), longest=SOURCE_LONGEST, check=_no_spaces,
                help=_("导出数据的系统。同一系统每次都用同一个名称，规矩据此认出重复和更正。"),
            ),
            Field(
                "unit", _("默认单位"), Kind.CHOICE, is_required=False, choices=_units(visit),
                help=_("没有写明单位的行都算作这个单位的记录。"),
            ),
            Field(
                "sheet", _("工作表"), is_required=False, longest=64,
                help=_("只用于 Excel：工作表的名称或序号，不填就是第一张。"),
            ),
        ),
        (Choice("next", gettext_lazy("上传并对应列")),),
    )  # fmt: skip


def _no_spaces(value: Value) -> str:
    text = str(value)
    return "" if text.isprintable() else _("含有不可见字符。")


def _units(visit: Visit) -> tuple[Choice, ...]:
    """The units that the visitor works for, and those below them that have records."""
    held = {reach.unit for reach in visit.viewer.reaches_at(visit.at)} - {""}
    codes = sorted(held | set(list_units(visit.viewer, "case")))[:MOST_UNITS]
    names = unit_names(codes)
    return tuple(Choice(code, names.at(code, visit.at)) for code in codes)


def _usual(visit: Visit, form: Form) -> dict[str, Value]:
    """What need not be typed: the source of the last time, and the unit of who has only one."""
    last = next(iter(list_batches(visit.viewer, at_most=1)), None)
    units = next(field.choices for field in form.fields if field.name == "unit")
    return {"source": last.source if last else "", "unit": units[0].value if len(units) == 1 else ""}


def _most() -> str:
    return said_number(MOST_BYTES // (1024 * 1024))
