/** Everybody's voices, and the tone that whoever leads hears when they are needed. */
export class Sounds {
  #voices = new Map()
  #audio
  constructor(place) {
    this.place = place
    // A browser lets a page sound only after a press on it, and a phone may take that back.
    for (const press of ["click", "keydown"]) document.addEventListener(press, () => this.#unlock())
  }
  attach(identity, track) {
    if (this.#voices.get(identity)?.track === track) return
    this.drop(identity)
    const element = track.attach()
    this.place.append(element)
    this.#voices.set(identity, { track, element })
  }
  drop(identity) {
    const known = this.#voices.get(identity)
    known?.track.detach(known.element)
    known?.element.remove()
    this.#voices.delete(identity)
  }
  clear() { for (const identity of [...this.#voices.keys()]) this.drop(identity) }
  alarm() {
    if (this.#audio?.state !== "running") return
    const voice = this.#audio.createOscillator(), volume = this.#audio.createGain(), at = this.#audio.currentTime
    voice.frequency.value = 720
    volume.gain.setValueAtTime(0.0001, at)
    volume.gain.exponentialRampToValueAtTime(0.2, at + 0.03)
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.4)
    voice.connect(volume).connect(this.#audio.destination)
    voice.start(at)
    voice.stop(at + 0.45)
  }
  #unlock() {
    this.#audio ??= new AudioContext()
    if (this.#audio.state !== "running") this.#audio.resume().catch(() => {})
  }
}
