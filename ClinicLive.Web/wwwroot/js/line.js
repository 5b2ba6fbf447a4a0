// The line to the clinic: a heartbeat of our own, an indicator that never lies, and a way back without a click.
// States: live; stale (no answer for a few seconds); offline (the line is down, trying to get back). Where a WebSocket cannot be opened
// the line is long polling, which the framework chooses by itself: slower, and said so.
import { setClinicClock } from './ticking.js';

const beatEvery = 4000, answerWithin = 3500, circuitLostAfter = 12000, beginsWithin = 20000, reloadEvery = 60000;
let state = 'live', lastAnswer = Date.now(), reconnecting = false, connection = null, hasBegun = false;

export const lineState = () => state;
export const isSlowLine = () => connection?.connection?.features?.inherentKeepAlive === true;

class Connection extends HTMLElement {
  connectedCallback() { this.show(); }
  show() {
    this.dataset.state = state;
    const words = {
      live: isSlowLine() ? 'Live, slow line' : 'Live',
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
  tell();
}

function tell() {
  for (const indicator of document.querySelectorAll('clinic-connection')) indicator.show();
  document.dispatchEvent(new CustomEvent('clinic-line'));
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

async function knock() {
  try {
    return (await within(fetch('_blazor/negotiate?negotiateVersion=1', { method: 'POST' }), answerWithin)).status;
  } catch {
    return 0;
  }
}

// A reload then lands on the sign-in page. No answer at all is no reason to go.
const isSignedOut = async () => [401, 403].includes(await knock());

// As many windows as may be are open: of this person, or of everybody together.
const isFull = async () => [429, 503].includes(await knock());

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
  tell(); // perhaps by another transport
}

// The framework does not tell when its first connection fails; the connection itself does. There is none when not even the scripts
// that come before it could be asked for.
async function begins() {
  for (const since = Date.now(); Date.now() - since < beginsWithin; await pause(150)) {
    if (connection?.state === 'Connected') return true;
    if (connection?.state === 'Disconnected' || (!connection && Date.now() - since > 3000 && await knock() !== 200)) return false;
  }
  return false;
}

// No circuit at all: what can be done without is done without (plain.js), and the page is opened anew when the line can be had.
// Once a minute at most, so that a line that can be knocked at and not be used does not spin.
async function goWithout() {
  setState('offline');
  window.clinicWithoutLine?.();
  for (;;) {
    await pause(2000 + Math.random() * 500);
    const last = Number(sessionStorage.getItem('line-reload') ?? 0);
    if (Date.now() - last < reloadEvery || ![200, 401].includes(await knock())) continue;
    sessionStorage.setItem('line-reload', String(Date.now()));
    return loadAfresh();
  }
}

export async function keepLine() {
  await Blazor.start({
    circuit: {
      reconnectionHandler: { onConnectionDown: () => { if (hasBegun) comeBack(); }, onConnectionUp: () => {} },
      configureSignalR: builder => {
        const build = builder.build.bind(builder);
        builder.build = () => connection = build();
        builder.withServerTimeout(9000).withKeepAliveInterval(4000);
      },
    },
  });
  hasBegun = await begins();
  if (!hasBegun) return await isFull() ? location.replace(`account/windows?ReturnUrl=${encodeURIComponent(location.pathname)}`) : goWithout();
  if (isSlowLine()) tell();
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
