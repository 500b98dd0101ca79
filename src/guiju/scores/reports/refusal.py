"""How a report is refused: it could not be written where it was asked for."""

from pathlib import Path

from guiju.values.errors import GuijuError


class ReportNotWritten(GuijuError):
    """The file of a report cannot be created; the check itself stands."""

    code = "report.not_written"
    remedy = "请确认目录存在、可以写入、磁盘有空间，且文件没有在别的程序中打开。"

    def __init__(self, path: Path, reason: Exception) -> None:
        # xlsxwriter wraps the system's error in its own.
        cause = reason.args[0] if reason.args and isinstance(reason.args[0], OSError) else reason
        told = getattr(cause, "strerror", None) or type(cause).__name__
        super().__init__(f"报告“{path.name}”没有写成({told})。")
