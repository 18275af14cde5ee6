"""The sentences of checks and hints go through gettext; the English text is the key and the fallback."""

import gettext
from importlib.resources import files

_translation = gettext.translation("softmax_course", str(files("softmax_course") / "locale"), fallback=True)

translate = _translation.gettext
translate_plural = _translation.ngettext
