"""The pages of 填报负担."""

from django.utils.translation import gettext_lazy as _

from guiju.bureau.roles import READ_BURDEN
from guiju.screens.kit.page import Entry, Page
from guiju.screens.organisation.burden.views import burden, forms

PAGES = (
    Page("burden", "burden/", burden, READ_BURDEN, _("填报负担"), menu=Entry(_("管理"), 85, "scale")),
    Page("burden.forms", "burden/forms/", forms, READ_BURDEN, _("填报负担")),
)
