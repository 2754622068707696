"""Secrets at rest open with our key, as what they are, for whom they are; and not otherwise."""

import pytest

from hearthside.access.sealing import DoesNotOpen, keyed_hash, opened, seal
from hearthside.base.keys import derived


def test_a_sealed_text_opens_again_and_does_not_show():
    sealed = seal("JBSWY3DPEHPK3PXP", of="a row")

    assert "JBSWY3DPEHPK3PXP" not in sealed
    assert opened(sealed, of="a row") == "JBSWY3DPEHPK3PXP"


def test_the_same_text_is_never_sealed_the_same_way_twice():
    assert seal("secret", of="a row") != seal("secret", of="a row")


def test_a_sealed_text_moved_to_another_row_does_not_open():
    with pytest.raises(DoesNotOpen):
        opened(seal("secret", of="a row"), of="another row")


@pytest.mark.parametrize("position", [0, 3, 12, 20, -5])
def test_a_changed_letter_shows(position):
    sealed = list(seal("secret", of="a row"))
    sealed[position] = "A" if sealed[position] != "A" else "B"

    with pytest.raises(DoesNotOpen):
        opened("".join(sealed), of="a row")


@pytest.mark.parametrize("nonsense", ["", "s1", "s1..", "a.b.c", "s1.00000000.AAAA", "s1." + "x" * 10_000 + ".é"])
def test_nonsense_does_not_open(nonsense):
    with pytest.raises(DoesNotOpen):
        opened(nonsense, of="a row")


def test_a_new_key_seals_and_the_old_one_still_opens(settings):
    settings.SEAL_KEYS = ("the old key",)
    before = seal("secret", of="a row")

    settings.SEAL_KEYS = ("the new key", "the old key")
    after = seal("secret", of="a row")

    assert opened(before, of="a row") == opened(after, of="a row") == "secret"
    assert before.split(".")[1] != after.split(".")[1]

    settings.SEAL_KEYS = ("the new key",)
    with pytest.raises(DoesNotOpen):
        opened(before, of="a row")


def test_an_unknown_address_is_told_apart_without_being_said():
    one = keyed_hash("somebody@example.org", purpose="unknown address")

    assert one == keyed_hash("somebody@example.org", purpose="unknown address")
    assert one != keyed_hash("sombody@example.org", purpose="unknown address")
    assert one != keyed_hash("somebody@example.org", purpose="lock")
    assert "somebody" not in one


def test_the_key_is_not_the_secret_itself():
    assert derived("a secret", "seal") != derived("a secret", "hash lock")
