"""The hidden names that every form carries, and how a form is refused."""

from guiju.values.errors import GuijuError

KEY, ACT, DRAFT = "_key", "_act", "_draft"
OURS = frozenset({"csrfmiddlewaretoken", KEY, ACT, DRAFT})
DRAFT_SALT = "guiju.form.draft"


class FormRefused(GuijuError):
    """What was sent is not this form: a field that it does not have, or no key of its own."""

    code = "form.refused"
    remedy = "请重新打开该页面后填写提交。"
