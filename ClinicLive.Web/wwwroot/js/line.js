// The line to the clinic: a heartbeat of our own, an indicator that never lies, and a way back without a click.
// States: live; stale (no answer for a few seconds); offline (the line is down, trying to get back).
import { setClinicClock } from './ticking.js';

const beatEvery = 4000, answerWithin = 3500, circuitLostAfter = 12000;
let state = 'live', lastAnswer = Date.now(), reconnecting = false;

class Connection extends HTMLElement {
  connectedCallback() { this.show(); }
  show() {
    this.dataset.state = state;
    const words = {
      live: 'Live',
      stale: `Not up to date since ${new Date(lastAnswer).toLocaleTimeString()}`,
      offline: `Offline since ${new Date(lastAnswer).toLocaleTimeString()}, reconnecting`,
    }[state];
    if (this.textContent !== words) this.textContent = words;
  }
}
customElements.define('clinic-connection', Connection);

function setState(next) {
  if (next === state) return;
  state = next;
  document.documentElement.dataset.line = next;
  for (const indicator of document.querySelectorAll('clinic-connection')) indicator.show();
}

const pause = (milliseconds) => new Promise(resolve => setTimeout(resolve, milliseconds));
const within = (promise, milliseconds) => Promise.race([promise, pause(milliseconds).then(() => { throw new Error('no answer'); })]);

async function beat() {
  if (reconnecting) return;
  try {
    setClinicClock(await within(DotNet.invokeMethodAsync('ClinicLive.Web', 'Ping'), answerWithin));
    lastAnswer = Date.now();
    setState('live');
  } catch {
    if (reconnecting) return;
    setState('stale');
    // The server answers but the circuit does not: it is lost, and a fresh page is right again.
    if (Date.now() - lastAnswer > circuitLostAfter && await serverAnswers()) await loadAfresh();
  }
}

// What only this page knows, such as a message that was not sent yet, goes to the clinic first.
async function loadAfresh() {
  await within(Promise.resolve(window.clinicBeforeReload?.()), 6000).catch(() => {});
  location.reload();
}

async function serverAnswers() {
  try {
    return (await within(fetch('health/live', { cache: 'no-store' }), answerWithin)).ok;
  } catch {
    return false;
  }
}

// A reload then lands on the sign-in page. No answer at all is no reason to go.
async function isSignedOut() {
  try {
    return [401, 403].includes((await within(fetch('_blazor/negotiate?negotiateVersion=1', { method: 'POST' }), answerWithin)).status);
  } catch {
    return false;
  }
}

// Tries at once, then every one to three seconds, for as long as it takes.
async function comeBack() {
  if (reconnecting) return;
  reconnecting = true;
  setState('offline');
  for (let attempt = 0; ; attempt++) {
    try {
      if (await Blazor.reconnect()) break;
      return await loadAfresh(); // the server is there and has forgotten this circuit: a fresh page has everything
    } catch {
      if (await isSignedOut()) return location.reload(); // signed out elsewhere meanwhile: nothing of the clinic stays on screen
      await pause(Math.min(500 + attempt * 500, 3000) + Math.random() * 300); // not all desks of the clinic at the same moment
    }
  }
  reconnecting = false;
  lastAnswer = Date.now();
  setState('live');
}

export async function keepLine() {
  await Blazor.start({
    circuit: {
      reconnectionHandler: { onConnectionDown: () => { comeBack(); }, onConnectionUp: () => {} },
      configureSignalR: builder => builder.withServerTimeout(9000).withKeepAliveInterval(4000),
    },
  });
  setInterval(beat, beatEvery);
  addEventListener('online', beat);
  addEventListener('offline', () => { if (!reconnecting) setState('stale'); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) beat(); });

  // A fault that ended the circuit: the page is dead, a fresh one is not. Once a minute at most, so that a fault at every start does not spin.
  const fault = document.getElementById('blazor-error-ui');
  if (fault) {
    new MutationObserver(() => {
      const last = Number(sessionStorage.getItem('fault-reload') ?? 0);
      if (fault.style.display !== 'block' || Date.now() - last < 60000) return;
      sessionStorage.setItem('fault-reload', String(Date.now()));
      location.reload();
    }).observe(fault, { attributes: true, attributeFilter: ['style'] });
  }
}
