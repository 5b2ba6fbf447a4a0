// What only this page knows (messages not stored yet, the text being typed) goes to the clinic by a way of its own when the page or
// the room goes. The ids are those of the messages: what did arrive before is the same one.
const pause = (milliseconds) => new Promise(resolve => setTimeout(resolve, milliseconds));

async function send(left, options) {
  const answer = await fetch('chat/leftovers', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(left), ...options });
  return answer.status < 500 && answer.status !== 401 && !answer.redirected;
}

// Tries for as long as the page lives.
export async function handOver(left) {
  for (let wait = 500; ; wait = Math.min(wait * 2, 5000)) {
    try {
      if (await send(left, { keepalive: true })) return;
    } catch { /* no line: again */ }
    await pause(wait);
  }
}

// The page is about to be loaded afresh because the clinic has forgotten it.
export async function handOverBeforeReload(left) {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      if (await send(left, { signal: AbortSignal.timeout(4000) })) return;
    } catch { /* the next attempt, or the reload without it */ }
    await pause(500);
  }
}

// The page goes now, by a reload or because it is closed.
export function handOverAtTheEnd(left) { send(left, { keepalive: true }).catch(() => {}); }
