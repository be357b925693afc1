"""Licences by their SPDX ids: where their texts are."""

from __future__ import annotations

import re

CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-[A-Z]{2}){0,2})-(\d\.\d)")
ZERO = "CC0-1.0"


def address(spdx: str) -> str:
    """The page of a licence: that of Creative Commons for theirs, as search engines know it, else that of SPDX.

    >>> address("CC-BY-4.0"), address("ODbL-1.0")
    ('https://creativecommons.org/licenses/by/4.0/', 'https://spdx.org/licenses/ODbL-1.0.html')
    """
    if spdx == ZERO:
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    found = CREATIVE_COMMONS.fullmatch(spdx)
    if found:
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    return f"https://spdx.org/licenses/{spdx}.html"
