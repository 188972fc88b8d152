"""Every control of a page has the name somebody hears."""

from __future__ import annotations

from darcha.doors.kiosk.controls import names

PAGE = """
<a>no link</a><a href="/a"><svg></svg><span>Old-age pension</span>\n<small>you wait 10 min</small></a>
<label class="dar-need"><input type="checkbox" name="need"><svg></svg><span>I see poorly</span></label>
<label for="seek">Find a service</label><input type="hidden" name="x"><input id="seek" name="q">
<noscript><button>nobody sees it</button></noscript>
<button aria-label="Close"><svg></svg></button><details><summary>Papers</summary>many</details><button></button>
"""


def test_links_buttons_and_fields_are_named_as_they_are_read_in_the_order_of_the_page() -> None:
    assert names(PAGE) == [
        "Old-age pension, you wait 10 min",
        "I see poorly",
        "Find a service",
        "Close",
        "Papers",
        "",
    ]
