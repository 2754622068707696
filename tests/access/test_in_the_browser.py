"""Signing in as people do it, in a real browser whose authenticator answers by itself; every page usable by all."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from hearthside.access.actions.invitations import invite
from hearthside.access.invitation_mail import path_of
from tests import build
from tests.browsing import WIDTHS, Size, faults, looking
from tests.builders.access import PASSWORD, somebody

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


# What a browser answers when somebody closes the question for a passkey.
STOPPED = "() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"


@pytest.fixture
def house(site):
    with site.as_program():
        return build.program()


def there(site, house, *roles: str, name: str = "Kim Osei"):
    with site.as_program():
        return somebody(house, *roles, name=name)


def with_authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def sign_in(page: Page, site, email: str) -> None:
    page.goto(f"{site.url}/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page, site) -> None:
    page.goto(f"{site.url}/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()


def confirm(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def add_passkey(page: Page, site, name: str = "Work laptop") -> None:
    page.goto(f"{site.url}/accounts/2fa/webauthn/add/")
    confirm(page)
    page.get_by_label("Name of this passkey").fill(name)
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_a_passkey_is_made_and_signs_in_alone(browser, site, house):
    kim = there(site, house, "clinician")
    with looking(browser) as page:
        with_authenticator(page)
        sign_in(page, site, kim.account.email)
        add_passkey(page, site)
        page.goto(f"{site.url}/accounts/2fa/webauthn/")
        expect(page.get_by_role("row", name=re.compile("Work laptop"))).to_be_visible()
        # The walk of all doors has no passkey to open this one with.
        again = page.goto(f"{site.url}/accounts/2fa/webauthn/reauthenticate/")
        sign_out(page, site)

        page.goto(f"{site.url}/accounts/login/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url(f"{site.url}/home/")
        page.goto(f"{site.url}/account/sign-ins/")

        expect(page.get_by_text("Signed in (passkey)")).to_be_visible()

    assert again is not None
    assert again.status == 200


def test_after_the_password_a_passkey_is_the_second_step(browser, site, house):
    kim = there(site, house, "clinician")
    with looking(browser) as page:
        with_authenticator(page)
        sign_in(page, site, kim.account.email)
        add_passkey(page, site)
        sign_out(page, site)

        sign_in(page, site, kim.account.email)
        expect(page.get_by_role("heading", name="Second step")).to_be_visible()
        page.get_by_role("button", name="Use a passkey instead").click()

        page.wait_for_url(f"{site.url}/home/")


def test_an_ended_account_is_not_opened_by_its_passkey(browser, site, house):
    from hearthside.access.actions.ending import end_access_everywhere

    kim = there(site, house, "clinician")
    with looking(browser) as page:
        with_authenticator(page)
        sign_in(page, site, kim.account.email)
        add_passkey(page, site)
        with site.as_program():
            end_access_everywhere(account=kim.account, program=house.program, by=house.director)
        page.goto(f"{site.url}/home/")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

        page.get_by_role("button", name="Sign in with a passkey").click()

        expect(page.get_by_role("heading", name="Access with this account was ended")).to_be_visible()


def test_an_authenticator_app_is_set_up_and_its_code_signs_in(browser, site, house):
    kim = there(site, house, "clinician")
    with looking(browser) as page:
        sign_in(page, site, kim.account.email)
        page.goto(f"{site.url}/accounts/2fa/totp/activate/")
        confirm(page)
        secret = page.locator("code").inner_text()
        page.get_by_label("Code from the app").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
        page.get_by_role("button", name="Set it up").click()
        expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
        recovery = page.locator(".codes code").first.inner_text()
        sign_out(page, site)

        sign_in(page, site, kim.account.email)
        page.get_by_label("Code").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + 1)))
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(f"{site.url}/home/")
        sign_out(page, site)

        sign_in(page, site, kim.account.email)
        page.get_by_label("Code").fill(recovery)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(f"{site.url}/home/")


def test_a_passkey_that_is_stopped_says_what_can_be_done(browser, site):
    with looking(browser) as page:
        page.goto(f"{site.url}/accounts/login/")
        page.evaluate(
            "() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"
        )

        page.get_by_role("button", name="Sign in with a passkey").click()

        expect(page.get_by_role("alert")).to_contain_text("or go another way")
        expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_enabled()


def test_without_a_script_everything_but_passkeys_works(browser, site, house):
    kim = there(site, house, "clinician")
    with looking(browser, java_script_enabled=False) as page:
        sign_in(page, site, kim.account.email)
        page.wait_for_url(f"{site.url}/home/")
        page.goto(f"{site.url}/accounts/2fa/totp/activate/")
        confirm(page)

        expect(page.get_by_role("heading", name="Set up an authenticator app")).to_be_visible()
        page.goto(f"{site.url}/accounts/2fa/webauthn/add/")
        expect(page.get_by_text("A passkey needs JavaScript")).to_be_visible()
        sign_out(page, site)
        expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()


def test_signing_in_needs_nothing_but_the_keyboard(browser, site, house):
    kim = there(site, house, "clinician")
    with looking(browser) as page:
        page.goto(f"{site.url}/accounts/login/")
        page.get_by_label("E-mail address").focus()
        page.keyboard.type(kim.account.email)
        page.keyboard.press("Tab")
        page.keyboard.type("not the password")
        page.keyboard.press("Enter")
        expect(page.locator("#errors")).to_be_focused()
        page.get_by_label("Password").focus()
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        page.wait_for_url(f"{site.url}/home/")


def wrong(page: Page, seen: dict[str, dict[Size, list[str]]], what: str) -> None:
    """Note what is wrong with the page as it stands now, in every size and scheme."""
    seen[what] = faults(page, f"access-{what}")


@pytest.mark.parametrize("width", WIDTHS)
def test_somebody_signs_in_and_out_in_a_window_of_any_width(browser, site, house, width):
    kim = there(site, house, "clinician")
    with looking(browser, width) as page:
        sign_in(page, site, kim.account.email)
        page.wait_for_url(f"{site.url}/home/")
        sign_out(page, site)
        page.wait_for_url(f"{site.url}/")
        page.goto(f"{site.url}/home/")

        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_nothing_is_wrong_with_the_pages_before_sign_in(browser, site, house):
    with site.as_program():
        sent = invite(
            program=house.program, email="new@example.org", name="Kim Osei", roles=["clinician"], days=7,
            by=house.director,
        )  # fmt: skip
        link = path_of(sent)
    seen: dict[str, dict[Size, list[str]]] = {}
    with looking(browser, 375) as page:
        for address in (
            "/accounts/login/", "/accounts/signup/", "/accounts/inactive/", "/accounts/password/reset/",
            "/accounts/password/reset/done/", "/accounts/password/reset/key/1-set-password/",
            "/accounts/password/reset/key/done/", link, "/invitation/none/",
        ):  # fmt: skip
            page.goto(f"{site.url}{address}")
            wrong(page, seen, re.sub(r"\W+", "-", address.replace(sent.token, "token")).strip("-"))
        page.goto(f"{site.url}{link}")
        page.get_by_role("button", name="Make my account").click()
        wrong(page, seen, "invitation-refused")
        page.goto(f"{site.url}/accounts/password/reset/")
        page.get_by_role("button", name="Send the link").click()
        wrong(page, seen, "reset-refused")
        page.goto(f"{site.url}/accounts/login/")
        page.get_by_role("button", name="Sign in", exact=True).click()
        wrong(page, seen, "login-refused")

    assert {what: found for what, found in seen.items() if found} == {}


def test_nothing_is_wrong_with_the_pages_of_accounts(browser, site, house):
    kim = there(site, house, "director", "compliance", name="Sidney Marsh")
    lee = there(site, house, "clinician", name="Lee Moreau")
    with site.as_program():
        invite(
            program=house.program, email="invited@example.org", name="Ines Varga", roles=["clinician"], days=7,
            by=house.director,
        )  # fmt: skip
    seen: dict[str, dict[Size, list[str]]] = {}
    with looking(browser, 375) as page:
        with_authenticator(page)
        sign_in(page, site, kim.account.email)
        page.goto(f"{site.url}/accounts/2fa/webauthn/add/")
        wrong(page, seen, "confirm-access")
        page.get_by_role("button", name="Go on").click()
        wrong(page, seen, "confirm-access-refused")
        confirm(page)
        wrong(page, seen, "add-passkey")
        page.get_by_role("button", name="Make the passkey").click()
        expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
        wrong(page, seen, "recovery-codes")
        person = f"/people-and-roles/{lee.account.id}/"
        for address in (
            "/account/", "/account/name/", "/account/devices/", "/account/sign-ins/", "/accounts/email/",
            "/accounts/password/change/", "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/",
            "/accounts/2fa/recovery-codes/generate/", "/accounts/2fa/webauthn/reauthenticate/",
            "/accounts/2fa/reauthenticate/", "/accounts/logout/", "/people-and-roles/",
            "/people-and-roles/?side=patients", "/people-and-roles/?q=zebra", "/people-and-roles/invite/", person,
            f"{person}end-access/", "/people-and-roles/sign-ins/", "/ledger/", "/ledger/?book=readings",
            "/ledger/?patient=x&day=2150-01-01",
        ):  # fmt: skip
            page.goto(f"{site.url}{address}")
            name = address.replace(str(lee.account.id), "person")
            wrong(page, seen, re.sub(r"\W+", "-", name).strip("-"))
        page.goto(f"{site.url}/account/name/")
        page.get_by_label("Your name").fill("")
        page.get_by_role("button", name="Save the name").click()
        wrong(page, seen, "name-refused")
        page.goto(f"{site.url}/people-and-roles/invite/")
        page.get_by_role("button", name="Send the invitation").click()
        wrong(page, seen, "invite-refused")
        page.get_by_label("Name").fill("Dana Reyes")
        page.get_by_label("E-mail address").fill("dana@example.org")
        page.get_by_label("Clinician").check()
        page.get_by_role("button", name="Send the invitation").click()
        wrong(page, seen, "invited")
        sign_out(page, site)
        sign_in(page, site, kim.account.email)
        wrong(page, seen, "second-step")
        page.get_by_role("button", name="Sign in", exact=True).click()
        wrong(page, seen, "second-step-refused")

    assert {what: found for what, found in seen.items() if found} == {}
