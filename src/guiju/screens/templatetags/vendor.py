"""Files of others that the build brought: present or not."""

from functools import cache

from django import template
from django.contrib.staticfiles.finders import find

register = template.Library()


@register.simple_tag
@cache
def has_vendor(name: str) -> bool:
    """Whether the build fetched this file; pages stand without it."""
    return find(f"vendor/{name}") is not None
