"""The pages of the shell itself: the switch of language."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language

from guiju.screens.kit.page import ANYONE, POST_ONLY, Page
from guiju.screens.kit.visit import Visit

YEAR_SECONDS = 365 * 86_400


def language(visit: Visit) -> HttpResponse:
    """Remember the language and go back to where the visitor was."""
    sent = visit.request.POST
    wanted, back = sent.get("language", ""), sent.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={visit.request.get_host()})
    answer = HttpResponseRedirect(back if is_ours else "/")
    if wanted in dict(settings.LANGUAGES) and check_for_language(wanted):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wanted, max_age=YEAR_SECONDS, samesite="Strict", httponly=True,
            secure=visit.request.is_secure(),
        )  # fmt: skip
    return answer


PAGES = (Page("language", "kit/language/", language, ANYONE, "语言", methods=POST_ONLY),)
