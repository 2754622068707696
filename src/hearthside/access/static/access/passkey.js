/**
 * Makes or asks for a passkey, puts the browser's answer into a form and sends it.
 *
 * <pass-key does="create" options="id of a JSON script" into="id of the hidden field" alone="id of a checkbox">
 *   <button type="button">...</button>
 *   <p role="alert"></p>
 * </pass-key>
 *
 * `does`: create or get. With `from` the options are fetched there when the button is pressed.
 * What is marked `data-without-script` says another way, and is hidden where this runs.
 * `alone`: checked asks for a passkey that signs in without a password.
 */
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0))
const text = buffer =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "")
const known = list => (list || []).map(each => ({ ...each, id: bytes(each.id) }))

function asked(options) {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) }
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) }
  if (key.excludeCredentials) key.excludeCredentials = known(key.excludeCredentials)
  if (key.allowCredentials) key.allowCredentials = known(key.allowCredentials)
  return key
}

function answer(credential) {
  const { response } = credential
  const parts = {}
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = text(response[name])
  }
  if (response.getTransports) parts.transports = response.getTransports()
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    response: parts,
    clientExtensionResults: credential.getClientExtensionResults(),
  }
}

class PassKey extends HTMLElement {
  connectedCallback() {
    this.#button.hidden = false
    for (const other of this.querySelectorAll("[data-without-script]")) other.hidden = true
    this.#button.addEventListener("click", () => this.#run())
  }

  get #button() { return this.querySelector("button") }

  async #options() {
    const from = this.getAttribute("from")
    const held = from ? await this.#fetched(from) : this.#inThePage()
    return held.creation_options || held.request_options
  }

  #inThePage() { return JSON.parse(document.getElementById(this.getAttribute("options")).textContent) }

  async #fetched(from) {
    const answered = await fetch(from, { headers: { Accept: "application/json" } })
    if (!answered.ok) throw new Error(String(answered.status))
    return answered.json()
  }

  async #run() {
    const said = this.querySelector("[role=alert]")
    said.textContent = ""
    this.#button.disabled = true
    try {
      const publicKey = asked(await this.#options())
      if (this.getAttribute("does") === "create") this.#alone(publicKey)
      const credential = await navigator.credentials[this.getAttribute("does")]({ publicKey })
      const field = document.getElementById(this.getAttribute("into"))
      field.value = JSON.stringify(answer(credential))
      field.form.submit()
    } catch (error) {
      said.textContent =
        error.name === "InvalidStateError"
          ? "This device has a passkey for your account already."
          : "That did not work, or it was stopped. Nothing was changed. Try again, or go another way."
      this.#button.disabled = false
    }
  }

  #alone(publicKey) {
    const box = document.getElementById(this.getAttribute("alone"))
    const alone = Boolean(box && box.checked)
    publicKey.authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      userVerification: alone ? "required" : "preferred",
    }
  }
}

customElements.define("pass-key", PassKey)
