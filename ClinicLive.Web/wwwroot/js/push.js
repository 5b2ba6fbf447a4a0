// Notices outside the page. Nothing is asked of anybody until the button on the page of notifications is pressed; from then on this browser
// remembers for whom it shows them, and nothing else.
import { isLookedAt } from './attention.js';

const flag = 'notices-for';
const isSupported = window.isSecureContext && 'serviceWorker' in navigator && 'Notification' in window && 'locks' in navigator;
let problem = null;

Blazor.registerCustomEventType('pushstate', { createEventArgs: event => event.detail });

const post = (address, body) => fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
const bytes = key => Uint8Array.from(atob(key.replace(/-/g, '+').replace(/_/g, '/')), sign => sign.charCodeAt(0));
const isSame = (buffer, key) => buffer && new Uint8Array(buffer).join() === bytes(key).join();

async function worker() {
  await navigator.serviceWorker.register('/sw.js', { scope: '/' });
  return navigator.serviceWorker.ready;
}

// The browser's subscription with its push service, told to the clinic. Throws what the clinic refuses, as its sentence.
async function subscribe(key) {
  const manager = (await worker()).pushManager;
  let subscription = await manager.getSubscription();
  if (subscription && !isSame(subscription.options.applicationServerKey, key)) {
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await manager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  const { endpoint, keys } = subscription.toJSON();
  const answer = await post('/api/push/devices', { endpoint, p256dh: keys.p256dh, auth: keys.auth });
  if (answer.ok) return;
  await subscription.unsubscribe();
  throw new Error((await answer.json()).detail, { cause: 'refused' });
}

async function forget() {
  localStorage.removeItem(flag);
  await (await (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription())?.unsubscribe();
}

class Push extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', event => this.press(event.target.closest?.('[data-push]')?.dataset.push));
    setTimeout(() => this.tell());
    navigator.permissions?.query({ name: 'notifications' }).then(permission => { permission.onchange = () => this.tell(); }, () => {}); // changed in the browser's settings
  }

  get account() { return this.getAttribute('account'); }

  async press(what) {
    if (!what) return;
    problem = null;
    if (what === 'on' && await Notification.requestPermission() === 'granted') await this.turnOn();
    if (what === 'off') await forget();
    if (what === 'try') await showHere({ id: 'trial', title: 'This is how a notice looks', text: 'It never says what it is about. Click it to come back here.', link: '/notifications' });
    await this.tell();
  }

  async turnOn() {
    const key = this.getAttribute('key');
    try {
      await worker();
      if (key) await subscribe(key);
      localStorage.setItem(flag, this.account);
    } catch (fault) {
      problem = fault.cause === 'refused' ? fault.message : 'no-push-service';
      if (fault.cause !== 'refused') localStorage.setItem(flag, this.account); // while a tab is open it works without
    }
  }

  async tell() {
    const permission = isSupported ? Notification.permission : 'unsupported';
    const isOn = permission === 'granted' && localStorage.getItem(flag) === this.account;
    const subscription = isOn ? await (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription() : null;
    const detail = { state: permission !== 'granted' ? permission : isOn ? 'on' : 'off', endpoint: subscription?.endpoint ?? null, problem };
    if (this.isConnected) this.dispatchEvent(new CustomEvent('pushstate', { bubbles: true, detail }));
  }
}
customElements.define('clinic-push', Push);

// <clinic-alert>: a notice from a tab that is open and not looked at. One of all tabs shows it, and none where the push service brings it.
customElements.define('clinic-alert', class extends HTMLElement {
  connectedCallback() {
    const [id, title, text, link, account] = ['notification', 'title', 'text', 'link', 'account'].map(name => this.getAttribute(name));
    if (!isSupported || isLookedAt() || Notification.permission !== 'granted' || localStorage.getItem(flag) !== account) return;
    navigator.locks.request(`notice-${id}`, { ifAvailable: true }, async lock => {
      if (!lock || await (await worker()).pushManager.getSubscription()) return;
      await showHere({ id, title, text, link, urgent: this.hasAttribute('urgent') });
      await new Promise(done => setTimeout(done, 3000)); // for tabs that hear of it a little later
    });
  }
});

async function showHere(message) {
  const registration = await worker();
  await registration.showNotification(message.title, { body: message.text, tag: message.id, icon: '/favicon.svg', requireInteraction: message.urgent === true, data: { link: message.link, at: Date.now() } });
}

// Read anywhere is read here: notices of what is no longer unread go. The browser may answer late; what was shown meanwhile is news to what was said.
export async function clearNotices(count, newest) {
  if (!isSupported || !localStorage.getItem(flag)) return;
  const said = Date.now();
  const shown = await (await navigator.serviceWorker.getRegistration())?.getNotifications() ?? [];
  const known = new Set(newest);
  const isRead = notice => count === 0 || (count <= known.size && !known.has(notice.tag));
  for (const notice of shown) if (notice.tag !== 'trial' && !(notice.data?.at >= said) && isRead(notice)) notice.close();
}

if (isSupported) {
  // A click on a notice leads this window to its page; the circuit stays.
  navigator.serviceWorker.addEventListener('message', event => {
    if (typeof event.data?.open === 'string' && event.data.open.startsWith('/')) Blazor.navigateTo(event.data.open);
  });

  // Who opens the app here is told to the clinic where this browser is subscribed: it wakes for its own person and is given up for another.
  if (localStorage.getItem(flag)) (async () => {
    const subscription = await (await worker()).pushManager.getSubscription();
    if (!subscription) return;
    const answer = await post('/api/push/devices/seen', { endpoint: subscription.endpoint });
    if (!answer.ok) return;
    const { place } = await answer.json();
    if (place === 'Unknown') await forget();
    if (place === 'Renew') await subscribe((await (await fetch('/api/push/key')).json()).publicKey);
    document.querySelector('clinic-push')?.tell();
  })().catch(() => {}); // without a line nothing is lost: the next page asks again
}
