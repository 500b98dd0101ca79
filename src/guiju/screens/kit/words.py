"""What a page says: a text, or one that is translated when it is shown (``gettext_lazy`` in a declaration)."""

from django.utils.functional import Promise

Said = str | Promise
