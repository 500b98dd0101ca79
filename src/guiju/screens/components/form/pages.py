"""Saving and dropping a half-written form."""

import re

from django.core.signing import BadSignature, Signer
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from guiju.screens.components.form.drafts import save_draft, spend_draft
from guiju.screens.components.form.words import DRAFT, DRAFT_SALT, KEY, OURS, FormRefused
from guiju.screens.kit.page import POST_ONLY, SIGNED_IN, Page
from guiju.screens.kit.rendering import part
from guiju.screens.kit.visit import Visit

_KEY_SHAPE = re.compile(r"[0-9a-f]{32}")


def save(visit: Visit) -> HttpResponse:
    """Keep what is typed so far; says when it did.

    Raises:
        FormRefused: the form was not made here, or has fields of its own.
    """
    form, about, fields = _which(visit)
    sent = visit.request.POST
    key = sent.get(KEY, "")
    typed = {name: tuple(sent.getlist(name)) for name in sent if name not in OURS}
    if not set(typed) <= fields or not _KEY_SHAPE.fullmatch(key):
        raise FormRefused(_("表单中有不认识的栏目。"))
    is_saved = save_draft(visit.holder.account, form, about, key, typed, at=visit.at)
    return part(visit, "components/draft_state.html", {"is_saved": is_saved, "at": visit.at})


def drop(visit: Visit) -> HttpResponse:
    """Throw the draft away and open the form again, empty.

    Raises:
        FormRefused: the form was not made here.
    """
    form, about, _fields = _which(visit)
    spend_draft(visit.holder.account, form, about, visit.request.POST.get(KEY, "")[:32], at=visit.at)
    back = visit.request.POST.get("back", "/")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={visit.request.get_host()})
    return HttpResponseRedirect(back if is_ours else "/")


def _which(visit: Visit) -> tuple[str, str, frozenset[str]]:
    """The form that was signed when it was drawn: its name, what it is about, and the fields that a draft may hold."""
    try:
        said = Signer(salt=DRAFT_SALT).unsign_object(visit.request.POST.get(DRAFT, ""))
    except BadSignature:
        raise FormRefused(_("表单已失效。")) from None
    if said["account"] != visit.holder.account:
        raise FormRefused(_("表单已失效。"))
    return said["form"], said["about"], frozenset(said["fields"])


PAGES = (
    Page("draft.save", "kit/drafts/", save, SIGNED_IN, "草稿", methods=POST_ONLY, is_noted=False),
    Page("draft.drop", "kit/drafts/drop/", drop, SIGNED_IN, "草稿", methods=POST_ONLY, is_noted=False),
)
