// Shows notices while no window of the clinic is looked at. It keeps nothing and answers no requests: every page comes from the clinic itself.
const ours = location.origin;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

// Windows of people; the wall screen and the sign-in page are nobody's.
async function windows() {
  const all = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return all.filter(client => !/^\/(display|account)\//.test(new URL(client.url).pathname));
}

// The words come from the clinic and hold nothing of a person. One notice per id, whoever shows it.
async function show(message) {
  if ((await windows()).some(client => client.focused && client.visibilityState === 'visible')) return; // it is on the screen already
  await self.registration.showNotification(String(message.title), {
    body: String(message.text), tag: String(message.id), icon: '/favicon.svg', requireInteraction: message.urgent === true,
    data: { link: String(message.link ?? '/notifications'), at: Date.now() },
  });
}

self.addEventListener('push', event => {
  let message = null;
  try {
    message = event.data?.json();
  } catch {
    // Not from this clinic, or not for this version.
  }
  event.waitUntil(show(message?.id ? message : { id: 'news', title: 'Something new from your clinic', text: 'Open the app to read it.', link: '/notifications' }));
});

// The page that it is about: a window that shows it, else one that can go there without losing its line, else a new one.
async function open(link) {
  let target = new URL(link, ours);
  if (target.origin !== ours) target = new URL('/notifications', ours);
  const all = await windows();
  const there = all.find(client => new URL(client.url).pathname === target.pathname && new URL(client.url).search === target.search);
  const client = there ?? all.find(c => c.visibilityState === 'visible') ?? all[0];
  if (!client) return self.clients.openWindow(target.href);
  await client.focus().catch(() => {});
  if (!there) client.postMessage({ open: target.pathname + target.search + target.hash });
}

self.addEventListener('notificationclick', event => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.link ?? '/notifications'));
});

// The browser has changed its address with the push service by itself.
self.addEventListener('pushsubscriptionchange', event => event.waitUntil((async () => {
  const key = event.oldSubscription?.options.applicationServerKey;
  const subscription = event.newSubscription ?? (key && await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  if (!subscription) return;
  const { endpoint, keys } = subscription.toJSON();
  await fetch('/api/push/devices', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ endpoint, p256dh: keys.p256dh, auth: keys.auth }) });
})()));
