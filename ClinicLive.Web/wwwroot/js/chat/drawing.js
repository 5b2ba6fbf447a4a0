// A message as the API tells it, drawn as the clinic draws it. Text is only ever set as text.
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  made.append(...children.filter(c => c !== null && c !== undefined));
  return made;
}

const words = {
  Joined: (by, about) => !about || about === by ? `${by} joined` : `${by} added ${about}`,
  Left: (by, about) => !about || about === by ? `${by} left` : `${by} removed ${about}`,
  Renamed: (by, _, text) => `${by} named the group “${text}”`,
  Assigned: (by, about) => !about || about === by ? `${by} takes care of this` : `${by} handed this over to ${about}`,
  Closed: by => `${by} closed this conversation`,
  Covered: (by, about, text) => !about || about === by ? `${by} answers for ${text}` : `${by} asked ${about} to answer for ${text}`,
  CoverEnded: (by, about, text) => `${about ?? by} no longer answers for ${text}`,
  Reopened: by => `${by} opened this conversation again`,
};

export const noteOf = (message) => words[message.kind]?.(message.senderName, message.aboutName, message.body) ?? message.body;

export const clock = (at) => `${new Date(at).getHours()}:${String(new Date(at).getMinutes()).padStart(2, '0')}`;

export function short(at) {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return isToday ? clock(at) : new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}

function when(message) {
  const time = make('time', { datetime: message.sentAt, title: new Date(message.sentAt).toLocaleString('en-GB') }, clock(message.sentAt));
  return make('span', { class: 'when' }, time, message.editedAt && !message.deletedAt ? make('span', {}, ' · edited') : null);
}

export function drawMessage(message, before, me) {
  if (message.kind !== 'Text') return make('li', { class: 'chat-note', 'data-message': message.id }, make('bdi', {}, noteOf(message)));
  const isOwn = message.senderId === me;
  const begins = before?.senderId !== message.senderId || before.kind !== 'Text';
  const body = message.deletedAt ? make('div', { class: 'body gone' }, 'Message deleted') : make('div', { class: 'body', dir: 'auto' }, message.body);
  const files = message.attachments.map(file => make('a', { class: 'file', href: `chat/files/${file.id}`, download: file.name }, make('bdi', {}, file.name)));
  const quote = message.replyTo && make('span', { class: 'quote' }, make('b', {}, make('bdi', {}, message.replyTo.senderName)), make('bdi', {}, message.replyTo.body || 'Message deleted'));
  return make('li', { class: 'bubble', 'data-message': message.id, 'data-client': message.clientMessageId, 'data-own': isOwn && 'true', 'data-begins': begins && 'true' },
    begins && !isOwn ? make('b', { class: 'from' }, make('bdi', {}, message.senderName)) : null, quote, files.length ? make('div', { class: 'files' }, ...files) : null, body, when(message));
}
