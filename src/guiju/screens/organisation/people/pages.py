"""The pages of one unit and of one officer; everybody has that of himself."""

from django.utils.translation import gettext_lazy as _

from guiju.bureau.roles import READ_REGISTERS, READ_ROLES
from guiju.screens.kit.page import SIGNED_IN, Page
from guiju.screens.organisation.people.officer import my_record, one_officer
from guiju.screens.organisation.people.unit import one_unit
from guiju.screens.organisation.people.unit_lists import unit_credentials, unit_posts, unit_roles

_UNIT = "manage/units/<path:unit>/"
PAGES = (
    Page("organisation.my_record", "account/record/", my_record, SIGNED_IN, _("我的任职和资格")),
    Page("organisation.officer", "manage/officers/<path:officer>/", one_officer, READ_REGISTERS, _("人员")),
    Page("organisation.unit_posts", f"{_UNIT}posts/", unit_posts, READ_REGISTERS, _("人员任职")),
    Page("organisation.unit_credentials", f"{_UNIT}credentials/", unit_credentials, READ_REGISTERS, _("执法资格")),
    Page("organisation.unit_roles", f"{_UNIT}roles/", unit_roles, READ_ROLES, _("账号和角色")),
    # After the others: what files call a unit may hold anything that an address can carry.
    Page("organisation.unit", _UNIT, one_unit, READ_REGISTERS, _("单位")),
)
