"""A device is named as its owner would name it."""

import pytest

from hearthside.access.devices import device_in_words

CASES = [
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 "
        "Safari/605.1.15",
        "Safari on Mac",
    ),
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 "
        "Edg/140.0",
        "Edge on Windows",
    ),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1",
        "Safari on iPhone",
    ),
    (
        "Mozilla/5.0 (Linux; Android 15; Pixel) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
        "Chrome on Android",
    ),
    ("curl/8.9", "Another device"),
    ("", "Another device"),
    ("<script>alert(1)</script>" * 50, "Another device"),
]


@pytest.mark.parametrize(("sent", "words"), CASES)
def test_a_browser_is_named_in_words(sent, words):
    assert device_in_words(sent) == words
