"""Icons out of the one sprite; without it the words stand alone."""

from django import template

from guiju.screens.kit.drawing import icon

register = template.Library()
register.simple_tag(icon)
