"""What a page of the room really hears: by its ear on what it plays, and by what its connections count."""

import re

from playwright.sync_api import Page, expect

# Listens to whatever the page plays of others, for as long as it takes to hear something.
_HEARS = """async () => {
    const end = Date.now() + 20000
    while (Date.now() < end) {
        const voice = document.querySelector("#sound audio")
        if (voice?.srcObject?.active) {
            const audio = new AudioContext(), ear = audio.createAnalyser()
            audio.createMediaStreamSource(voice.srcObject).connect(ear)
            const heard = new Float32Array(ear.fftSize)
            for (let n = 0; n < 30; n += 1) {
                await new Promise(done => setTimeout(done, 100))
                ear.getFloatTimeDomainData(heard)
                const level = Math.max(...heard.map(Math.abs))
                if (level > 0.01) { await audio.close(); return level }
            }
            await audio.close()
        }
        await new Promise(done => setTimeout(done, 200))
    }
    return 0
}"""
# Before anything else of a page: its connections are kept, so that they can be asked what they count.
KEEPS_CONNECTIONS = """(() => {
    const Plain = RTCPeerConnection
    globalThis.connections = []
    globalThis.RTCPeerConnection = class extends Plain {
        constructor(...given) { super(...given); globalThis.connections.push(this) }
    }
})()"""
_RECEIVED = """async () => {
    let found = 0
    for (const each of globalThis.connections)
        for (const one of (await each.getStats()).values())
            if (one.type === "inbound-rtp" && one.kind === "audio") found += one.packetsReceived
    return found
}"""
QUIET = 1500


def hears(page: Page) -> bool:
    """Whether a voice is heard on the page within twenty seconds."""
    return bool(page.evaluate(_HEARS) > 0.01)


def received(page: Page) -> int:
    """Packets of sound that reached the page, of everybody."""
    return int(page.evaluate(_RECEIVED))


def goes_on(page: Page) -> int:
    """How many more reach it in a second and a half."""
    before = received(page)
    page.wait_for_timeout(QUIET)
    return received(page) - before


def falls_silent(page: Page) -> int:
    """How many more reach it once what was on its way has come: none, unless somebody is still heard."""
    for _ in range(6):
        if not (more := goes_on(page)):
            break
    return more


def comes_in(page: Page) -> None:
    expect(page.locator("#microphone")).to_be_visible()


def said(page: Page, words: str) -> None:
    """It was read aloud; whatever was read since stands in the log as well."""
    expect(page.locator("#message-list")).to_contain_text(re.compile(words))


def turns_on(page: Page, device: str) -> None:
    page.locator(f"#{device}").click()
    expect(page.locator(f"#{device}")).to_have_attribute("aria-pressed", "true")
