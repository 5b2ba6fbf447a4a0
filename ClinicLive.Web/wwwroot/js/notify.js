// What notifications do in the browser: the number in the title, the sound, and the list under the bell that closes by itself.
import { clearNotices } from './push.js';

let unread = 0;

// The text inside the title is changed, not the title: its node belongs to the server's drawing.
function retitle() {
  const text = [...document.querySelector('head > title')?.childNodes ?? []].find(node => node.nodeType === Node.TEXT_NODE);
  if (!text) return;
  const plain = text.data.replace(/^\(\d+\) /, '');
  const wanted = unread > 0 ? `(${unread}) ${plain}` : plain;
  if (text.data !== wanted) text.data = wanted;
}
new MutationObserver(retitle).observe(document.head, { childList: true, subtree: true, characterData: true });

class Unread extends HTMLElement {
  static observedAttributes = ['count', 'newest'];
  attributeChangedCallback() {
    const count = Number(this.getAttribute('count'));
    this.tell(count);
    clearNotices(count, (this.getAttribute('newest') ?? '').split(' ').filter(Boolean));
  }
  disconnectedCallback() { this.tell(0); }
  tell(count) {
    unread = count;
    retitle();
  }
}

// Browsers let a page sound only after somebody has touched it.
let audio = null;
for (const touch of ['pointerdown', 'keydown']) {
  addEventListener(touch, () => {
    audio ??= new AudioContext();
    if (audio.state === 'suspended') audio.resume();
  }, { passive: true, capture: true });
}

const tunes = { call: [[659, 0], [523, 0.22], [659, 0.44]], urgent: [[880, 0], [880, 0.2]] };

function play(kind) {
  if (audio?.state !== 'running') return;
  for (const [pitch, after] of tunes[kind] ?? tunes.urgent) {
    const tone = audio.createOscillator(), volume = audio.createGain(), at = audio.currentTime + after;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.25, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.35);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.4);
  }
}

// <clinic-sound kind id>: sounds once when it is drawn, on one of the person's tabs: the one that is looked at, else any.
class Sound extends HTMLElement {
  connectedCallback() {
    const kind = this.getAttribute('kind'), id = this.getAttribute('id');
    setTimeout(() => navigator.locks?.request(`sound-${id}`, { ifAvailable: true }, async lock => {
      if (!lock) return;
      play(kind);
      await new Promise(done => setTimeout(done, 3000));
    }) ?? play(kind), document.hidden ? 400 : 0);
  }
}

customElements.define('clinic-unread', Unread);
customElements.define('clinic-sound', Sound);

window.clinicTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

// The open list closes by Escape and by a click elsewhere; the focus goes back to the bell.
const bell = () => document.querySelector('.bell-button[aria-expanded="true"]');
document.addEventListener('keydown', event => {
  const button = event.key === 'Escape' ? bell() : null;
  if (!button || document.querySelector('.rz-dialog, dialog[open]')) return;
  button.focus();
  button.click();
});
document.addEventListener('click', event => {
  const button = bell();
  if (button && event.isTrusted && !event.target.closest?.('.bell')) button.click();
});
