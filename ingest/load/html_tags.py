"""Elements of HTML by what they are to a reader."""

from __future__ import annotations

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
LISTS = frozenset({"ul", "ol", "menu", "dir"})
CODE = frozenset({"pre", "listing", "xmp", "script"})
BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
    footer form header hgroup hr html legend li main nav noframes optgroup option p search section summary table
    tbody td tfoot th thead tr ul ol menu dir pre listing xmp h1 h2 h3 h4 h5 h6""".split()  # noqa: SIM905 - a list of 50 lines reads worse
)
PLAIN = frozenset(
    """p div span a b strong em i u code br li td th tr tbody thead table pre ul ol
    h1 h2 h3 h4 h5 h6""".split()  # noqa: SIM905 - likewise
)
"""What is the page's own text and seen, as long as no attribute says otherwise."""
