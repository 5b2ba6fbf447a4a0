// The way to the clinic beside the circuit: requests of their own, with the same ids and the same rights.
const answerWithin = 8000;
const passing = [408, 425, 500, 502, 503, 504];

async function ask(verb, path, { body, tag, keepalive } = {}) {
  try {
    const headers = {};
    if (body) headers['Content-Type'] = 'application/json';
    if (tag) headers['If-None-Match'] = tag;
    const answer = await fetch(`api/${path}`, { method: verb, headers, body: body && JSON.stringify(body), cache: 'no-store', keepalive: !!keepalive, signal: keepalive ? undefined : AbortSignal.timeout(answerWithin) });
    const isJson = answer.headers.get('Content-Type')?.includes('json');
    return { status: answer.status, value: isJson ? await answer.json() : null, tag: answer.headers.get('ETag') };
  } catch {
    return null; // no line at all, or no answer in time: whoever asks tries again
  }
}

export const me = () => ask('GET', 'me');
export const rooms = (tag) => ask('GET', 'chat/rooms', { tag });
export const messages = (room, query, tag) => ask('GET', `chat/rooms/${room}/messages?${new URLSearchParams(query)}`, { tag });
export const read = (room, messageId) => ask('POST', `chat/rooms/${room}/read`, { body: { messageId } });
export const draft = (room) => ask('GET', `chat/rooms/${room}/draft`);
export const keepDraft = (room, text, keepalive) => ask('PUT', `chat/rooms/${room}/draft`, { body: { text }, keepalive });

// Answers as the circuit does: what is wrong, whether trying the same again is right, or null when nothing came back.
export async function send(room, entry) {
  const body = { clientMessageId: entry.id, body: entry.body, attachmentIds: entry.files.map(f => f.id), replyToId: entry.replyTo };
  const answer = await ask('POST', `chat/rooms/${room}/messages`, { body });
  if (!answer || answer.status === 401) return null;
  if (answer.status === 200 || answer.status === 201) return { problem: null };
  return { problem: answer.value?.detail ?? 'The message could not be sent.', isPassing: passing.includes(answer.status) };
}
