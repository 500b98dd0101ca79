"""The pages of signing in and out."""

from django.utils.translation import gettext_lazy as _

from guiju.screens.kit.page import ANYONE, GET_AND_POST, POST_ONLY, SIGNED_IN, Page
from guiju.screens.sign_in.first_password import first_password
from guiju.screens.sign_in.views import as_sample, by_certificate, enrol, leave, second, sign_in

PAGES = (
    Page("sign_in", "sign-in/", sign_in, ANYONE, _("登录"), GET_AND_POST),
    Page("sign_in.second", "sign-in/second/", second, ANYONE, _("第二重验证"), GET_AND_POST),
    Page("sign_in.enrol", "sign-in/enrol/", enrol, ANYONE, _("启用第二重验证"), GET_AND_POST),
    Page("sign_in.first", "sign-in/first/", first_password, ANYONE, _("设置密码"), GET_AND_POST),
    Page("sign_in.certificate", "sign-in/certificate/", by_certificate, ANYONE, _("以数字证书登录"), POST_ONLY),
    Page("sign_in.sample", "sign-in/sample/", as_sample, ANYONE, _("以演示账号登录"), POST_ONLY),
    Page("sign_out", "sign-out/", leave, SIGNED_IN, _("退出"), POST_ONLY),
)
