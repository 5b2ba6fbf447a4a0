// Where the live line cannot be opened at all: the conversations drawn here, read and sent by requests. No more than reading, writing and
// finding one's way; everything else waits for the line, which is tried again all the time.
import * as api from './api.js';
import { Composer } from './composer.js';
import { make, short } from './drawing.js';
import { Meanwhile } from './meanwhile.js';
import { Outbox } from './outbox.js';

const listEvery = 5000;
const noFiles = { areComing: false, take: () => [], giveBack: () => {} };

class PlainRoom {
  constructor(section, id, me) {
    this.section = section;
    this.id = id;
    section.dataset.me = me;
    this.list = section.querySelector('[data-list]');
    this.scroller = section.querySelector('.chat-scroll');
    this.stop = new AbortController();
    this.uploads = noFiles;
    this.reading = { isAtEnd: () => this.isAtEnd(), toEnd: () => this.toEnd(), stick: () => this.toEnd() };
    this.outbox = new Outbox(this);
    this.composer = new Composer(this);
    this.meanwhile = new Meanwhile(this);
    this.on(section, 'click', event => { if (event.target.closest('[data-send]')) this.composer.submit(); });
  }

  on(target, event, what, options) { target.addEventListener(event, what, { signal: this.stop.signal, ...options }); }

  isAtEnd() { return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 40; }

  toEnd() { this.scroller.scrollTop = this.scroller.scrollHeight; }

  get isLive() { return false; }

  hasWay() { return true; }

  ask() { return Promise.resolve(null); }

  keepDraft(text) { return api.keepDraft(this.id, text).then(answer => answer?.status === 204); }

  send(entry) { return api.send(this.id, entry); }

  leftovers() { return { room: this.id, messages: this.outbox.leftovers(), draft: this.composer.draft }; }
}

function listItem(room, selected) {
  const preview = room.lastMessage ? room.lastMessage.body || '…' : 'No messages yet';
  const link = make('a', { href: `chat/${room.id}`, 'aria-current': room.id === selected && 'page' },
    make('span', { class: 'who' }, make('bdi', {}, room.title)),
    room.lastMessage ? make('time', { datetime: room.lastMessage.sentAt }, short(room.lastMessage.sentAt)) : null,
    make('span', { class: 'what' }, make('bdi', {}, preview)),
    room.unreadCount ? make('span', { class: 'badge num' }, String(room.unreadCount), make('span', { class: 'visually-hidden' }, ' unread')) : null);
  return make('li', { 'data-room': room.id, 'data-unread': room.unreadCount }, link);
}

function frame(id) {
  const sentence = id
    ? 'The live line cannot be opened here. Messages are sent and read another way, every few seconds; everything else waits for the line.'
    : 'The live line cannot be opened here. Conversations can be read and answered all the same; everything else waits for the line.';
  const root = make('div', { class: 'chat plain', 'data-plain': true, 'data-open': id && 'room' },
    make('header', { class: 'page-head' }, make('h1', {}, 'Messages'), make('clinic-connection', { class: 'connection', 'data-testid': 'connection', role: 'status', 'aria-live': 'polite' })),
    make('p', { class: 'way', role: 'status', 'data-plain-way': true }, sentence),
    make('nav', { class: 'chat-list', 'aria-label': 'Conversations' }, make('ul')));
  if (id) root.append(room(id));
  else root.append(make('section', { class: 'chat-none' }, make('p', {}, 'Choose a conversation.')));
  return make('div', { class: 'app plain-app' }, make('main', { id: 'main', tabindex: '-1' }, root));
}

function room(id) {
  const text = make('textarea', { id: 'composer', rows: '1', dir: 'auto', 'data-composer': true });
  return make('section', { class: 'chat-room', 'data-room-id': id, 'aria-labelledby': 'room-title' },
    make('div', { class: 'chat-top' },
      make('header', { class: 'chat-head' }, make('a', { class: 'btn back', href: 'chat', 'aria-label': 'All conversations' }, '←'), make('div', { class: 'who' }, make('h2', { id: 'room-title' }, 'Conversation'))),
      make('p', { 'data-way': true, hidden: true })),
    make('div', { class: 'chat-scroll', role: 'log', 'aria-label': 'Messages', tabindex: '0' },
      make('ol', { class: 'messages num', 'data-list': true }), make('ol', { class: 'messages num', 'data-meanwhile': true }), make('ol', { class: 'messages num', 'data-outbox': true, 'aria-label': 'Being sent' })),
    make('div', { class: 'chat-foot' }, make('div', { class: 'composer' },
      make('div', { 'data-editing': true, hidden: true }),
      make('p', { class: 'conflict', 'data-problem': true, role: 'alert', hidden: true }),
      make('div', { class: 'composer-row' }, make('label', { class: 'visually-hidden', for: 'composer' }, 'Message'), text, make('span', { class: 'count num', 'data-count': true, hidden: true }), make('button', { type: 'button', class: 'btn p', 'data-send': true }, 'Send')))));
}

async function keepList(root, selected) {
  let tag = null;
  for (;;) {
    const answer = await api.rooms(tag);
    if (answer?.status === 401) return location.reload();
    if (answer?.status === 200) {
      tag = answer.tag;
      root.querySelector('.chat-list ul').replaceChildren(...answer.value.map(r => listItem(r, selected)));
      const title = answer.value.find(r => r.id === selected)?.title;
      if (title) root.querySelector('#room-title').replaceChildren(make('bdi', {}, title));
    }
    await new Promise(resolve => setTimeout(resolve, listEvery));
  }
}

function sayOnly() {
  document.body.append(make('div', { class: 'app plain-app' }, make('main', { id: 'main', tabindex: '-1', class: 'plain-say', 'data-plain': true },
    make('h1', {}, 'The live line cannot be opened here'),
    make('p', { role: 'status' }, 'This page needs it and is opened as soon as it is there. It is tried again all the time.'),
    make('p', {}, make('a', { href: 'chat' }, 'Messages'), ' can be read and answered all the same.'))));
}

export async function openPlain(rooms) {
  const place = location.pathname.slice(new URL(document.baseURI).pathname.length);
  if (place.startsWith('display/')) return; // a wall screen says by itself that it is not up to date
  addEventListener('click', event => { if (event.target.closest?.('a[href]')) event.stopImmediatePropagation(); }, { capture: true }); // the browser follows links, not the framework
  const id = /^chat\/([0-9a-f-]{36})$/i.exec(place)?.[1].toLowerCase();
  if (!id && !/^chat\/?$/.test(place)) return sayOnly();
  const root = frame(id);
  document.body.append(root);
  document.title = 'Messages · ClinicLive';
  keepList(root, id);
  if (!id) return;
  const [who, draft, one] = await Promise.all([ever(api.me), ever(() => api.draft(id)), ever(() => api.messages(id, { limit: 1 }))]);
  const section = root.querySelector('.chat-room');
  if (who.status === 401) return location.reload();
  if (one.status !== 200) {
    section.replaceWith(make('section', { class: 'chat-none' }, make('h2', {}, 'This conversation does not exist'), make('p', {}, 'Or it is not visible to you.')));
    return;
  }
  section.querySelector('[data-composer]').value = draft.value?.text ?? '';
  const opened = new PlainRoom(section, id, who.value.id);
  rooms.set(section, opened);
  if (matchMedia('(pointer: fine)').matches) opened.composer.focus();
}

// Until there is an answer, whatever it says.
async function ever(what) {
  for (;;) {
    const answer = await what();
    if (answer && answer.status < 500) return answer;
    await new Promise(resolve => setTimeout(resolve, 2000));
  }
}
