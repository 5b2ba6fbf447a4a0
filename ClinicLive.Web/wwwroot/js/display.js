// The waiting-room screen: who is called glows for a while, rings and is spoken. The server says who and when; all the rest happens here.
import { clinicNow } from './ticking.js';

const freshFor = 60000;      // how long a call glows
const ringsWithin = 30000;   // an older call was rung before this page was loaded, or while the line was down
const seen = 'display-rung'; // the time of the newest call that rang: a page that loads itself again does not ring it twice

let sound = null;
const canRing = () => sound?.state === 'running';

const queue = [];
let isRinging = false;
const rung = new Set();
const rungBefore = Number(sessionStorage.getItem(seen) ?? 0);

function ring(call, at) {
  const key = `${call.dataset.ticket} ${at}`;
  if (at <= rungBefore || rung.has(key) || clinicNow() - at > ringsWithin) return;
  rung.add(key);
  sessionStorage.setItem(seen, String(Math.max(at, Number(sessionStorage.getItem(seen) ?? 0))));
  queue.push({ call, say: call.getAttribute('say'), lang: call.closest('[lang]')?.lang ?? 'en' });
  if (!isRinging) work();
}

async function work() {
  isRinging = true;
  for (let next = queue.shift(); next; next = queue.shift()) {
    next.call.dataset.rung = String(Number(next.call.dataset.rung ?? 0) + 1);
    if (!canRing()) continue;
    await chime();
    await speak(next.say, next.lang);
  }
  isRinging = false;
}

const pause = (milliseconds) => new Promise(resolve => setTimeout(resolve, milliseconds));

// Two soft notes, a third apart.
async function chime() {
  for (const [note, from] of [[659.25, 0], [523.25, .45]]) {
    const start = sound.currentTime + from, tone = sound.createOscillator(), volume = sound.createGain();
    tone.type = 'sine';
    tone.frequency.value = note;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(.5, start + .02);
    volume.gain.exponentialRampToValueAtTime(.001, start + 1.4);
    tone.connect(volume).connect(sound.destination);
    tone.start(start);
    tone.stop(start + 1.5);
  }
  await pause(1500);
}

// A browser without voices only rings. One that never says that it has finished holds up nobody.
function speak(text, lang) {
  if (!text || !('speechSynthesis' in window)) return Promise.resolve();
  const words = new SpeechSynthesisUtterance(text);
  words.lang = lang;
  words.rate = .9;
  words.voice = speechSynthesis.getVoices().find(voice => voice.lang.toLowerCase().startsWith(lang)) ?? null;
  const done = new Promise(resolve => { words.onend = words.onerror = resolve; });
  speechSynthesis.speak(words);
  return Promise.race([done, pause(12000)]);
}

const calls = new Set();

// <clinic-call data-ticket at say>
class Call extends HTMLElement {
  static observedAttributes = ['at'];
  connectedCallback() { calls.add(this); this.look(); }
  disconnectedCallback() { calls.delete(this); }
  attributeChangedCallback() { if (this.isConnected) this.look(); }
  look() {
    const at = Date.parse(this.getAttribute('at'));
    this.toggleAttribute('data-fresh', clinicNow() - at < freshFor);
    ring(this, at);
  }
}
customElements.define('clinic-call', Call);
setInterval(() => { for (const call of calls) call.look(); }, 1000);

// <clinic-wall-sound on why done>: a button until the browser lets the page ring.
class Sound extends HTMLElement {
  connectedCallback() {
    sound ??= new AudioContext();
    sound.onstatechange = () => this.show();
    this.show();
    keepAwake();
  }
  static observedAttributes = ['on', 'why', 'done'];
  attributeChangedCallback() { if (this.isConnected) this.show(); }
  show() {
    this.dataset.sound = canRing() ? 'on' : 'off';
    const words = document.createElement('span');
    words.textContent = this.getAttribute(canRing() ? 'done' : 'why');
    if (canRing()) return this.replaceChildren(words);
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn p';
    button.textContent = this.getAttribute('on');
    button.addEventListener('click', async () => {
      await sound.resume();
      await chime();
    });
    this.replaceChildren(button, words);
  }
}
customElements.define('clinic-wall-sound', Sound);

// A wall screen does not go to sleep. A browser that cannot promise that needs it set by hand.
async function keepAwake() {
  try {
    await navigator.wakeLock?.request('screen');
  } catch {
    // Refused, for example on a low battery; it is asked for again when the page is looked at next.
  }
}
document.addEventListener('visibilitychange', () => { if (!document.hidden && document.querySelector('clinic-wall-sound')) keepAwake(); });
