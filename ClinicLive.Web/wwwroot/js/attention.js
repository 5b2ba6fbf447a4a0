// Whether somebody looks at this window: it is visible, in front, and has been touched lately. The clinic is told when that begins and when it
// ends, and at most every half minute while it goes on; it forgets by itself what was not said again within two minutes (AttentionTable).
const againAfter = 30000;
let told = { isLooking: null, at: 0 }, toldTouch = 0;

Blazor.registerCustomEventType('attention', { createEventArgs: event => event.detail });

export const isLookedAt = () => !document.hidden && document.hasFocus();

function tell(again, isTouched = false) {
  const isLooking = isLookedAt();
  if (!again && isLooking === told.isLooking && (!isLooking || performance.now() - told.at < againAfter)) return;
  const probe = document.querySelector('clinic-attention');
  if (!probe || (document.documentElement.dataset.line ?? 'live') !== 'live') return isTouched && sayHere();
  told = { isLooking, at: performance.now() };
  if (isTouched) toldTouch = Date.now();
  probe.dispatchEvent(new CustomEvent('attention', { bubbles: true, detail: { isLooking, isTouched } }));
}

// Another page of the same window draws the same probe; a new one belongs to a new circuit.
customElements.define('clinic-attention', class extends HTMLElement {
  connectedCallback() { setTimeout(() => tell(true)); }
});

for (const sign of ['focus', 'blur', 'pagehide']) addEventListener(sign, () => tell(false));
document.addEventListener('visibilitychange', () => tell(false));
for (const touch of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']) addEventListener(touch, () => touched(), { passive: true, capture: true });

// Nobody touches anything, in any window of this browser: a minute before the clinic signs the person out, the page says so.
const warnBefore = 60000, touchKey = 'last-touch';
let noted = 0;
const lastTouch = () => Math.max(noted, Number(localStorage.getItem(touchKey) ?? 0));

function note() {
  const now = Date.now();
  const isNew = now - noted > 1000;
  noted = now;
  if (!isNew) return;
  localStorage.setItem(touchKey, String(now));
  warn();
}

function warn() {
  const limit = Number(document.querySelector('clinic-attention')?.dataset.idle) * 1000;
  const left = lastTouch() + limit - Date.now();
  let bar = document.querySelector('.idle-note');
  if (!limit || left > warnBefore) return bar?.remove();
  if (!bar) {
    bar = Object.assign(document.createElement('p'), { className: 'idle-note', role: 'alert' });
    document.body.append(bar);
  }
  const words = 'Nobody has used this page for a while. You will be signed out in about a minute. Press a key or move the mouse to stay.';
  if (bar.textContent !== words) bar.textContent = words;
}

// The clinic hears of touches twice a minute, whether the window is in front or not, and without the line as well.
function touched() {
  note();
  tell(Date.now() - toldTouch >= againAfter, Date.now() - toldTouch >= againAfter);
}

function sayHere() {
  toldTouch = Date.now();
  fetch('account/here', { method: 'POST', cache: 'no-store' }).catch(() => { toldTouch = 0; });
}

note();
setInterval(warn, 5000);

// The clinic forgot this window while the line was down.
new MutationObserver(() => tell(true, noted > toldTouch && Date.now() - noted < againAfter)).observe(document.documentElement, { attributes: true, attributeFilter: ['data-line'] });
