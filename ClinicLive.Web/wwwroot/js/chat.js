// The hands of a conversation: where the reader is (reading.js), what is being written (composer.js), what is being sent (outbox.js),
// files on their way (uploads.js), voice messages (voice.js), pictures at full size (viewer.js), and how all goes on while the circuit
// is away (meanwhile.js) or was never there (plain.js).
import * as api from './chat/api.js';
import { Composer } from './chat/composer.js';
import { handOverAtTheEnd, handOverBeforeReload } from './chat/leftovers.js';
import { Meanwhile } from './chat/meanwhile.js';
import { Outbox } from './chat/outbox.js';
import { openPlain } from './chat/plain.js';
import { Reading } from './chat/reading.js';
import { Uploads } from './chat/uploads.js';
import { view } from './chat/viewer.js';
import { Voice } from './chat/voice.js';
import { lineState } from './line.js';

const rooms = new Map(); // section element -> room
const answerWithin = 8000;

class Room {
  constructor(section, server, unsent) {
    this.section = section;
    this.id = section.dataset.roomId;
    this.server = server;
    this.list = section.querySelector('[data-list]');
    this.stop = new AbortController();
    this.on(section, 'click', event => this.onClick(event));
    this.on(section, 'keydown', event => this.onEscape(event));
    this.outbox = new Outbox(this);
    this.reading = new Reading(this);
    this.composer = new Composer(this);
    this.uploads = new Uploads(this, unsent);
    this.voice = new Voice(this);
    this.meanwhile = new Meanwhile(this);
    this.on(document, 'clinic-line', () => { if (this.isLive) this.composer.keepDraftNow(); });
    this.reading.begin();
    if (matchMedia('(pointer: fine)').matches) this.composer.focus();
  }

  on(target, event, what, options) { target.addEventListener(event, what, { signal: this.stop.signal, ...options }); }

  end() {
    this.isOver = true;
    this.meanwhile.end();
    this.composer.end();
    this.voice.end();
    this.uploads.end();
    this.outbox.end();
    this.reading.end();
    this.stop.abort();
  }

  onClick(event) {
    const target = event.target.closest?.('button, [data-copy]');
    if (!target) return;
    if (target.matches('[data-send]')) this.composer.submit();
    else if (target.matches('[data-cancel-edit]')) this.composer.cancelEdit();
    else if (target.matches('[data-down]')) this.reading.toNewest();
    else if (target.matches('[data-pick]')) this.uploads.picker.click();
    else if (target.matches('[data-picture]')) view(target, this.list);
    else if (target.matches('[data-copy]')) this.copy(target);
  }

  onEscape(event) {
    if (event.key !== 'Escape') return;
    const more = event.target.closest?.('.bubble')?.querySelector('[data-key="m"][aria-expanded="true"]');
    const picker = !more && event.target.closest?.('.composer') ? this.section.querySelector('.composer-row [aria-expanded="true"]') : null;
    const opened = more ?? picker;
    if (!opened) return;
    event.preventDefault();
    opened.click();
    if (more) more.focus(); else this.composer.focus();
  }

  async copy(button) {
    const body = this.list.querySelector(`[data-message="${button.dataset.copy}"] .body`)?.textContent ?? '';
    try {
      await navigator.clipboard.writeText(body);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Cannot copy here';
    }
  }

  // ---- the way to the clinic ----

  ask(what, ...values) { return this.server.invokeMethodAsync(what, ...values).catch(() => null); }

  answer(what, ...values) { return Promise.race([this.ask(what, ...values), new Promise(resolve => setTimeout(() => resolve(null), answerWithin))]); }

  get isLive() { return lineState() === 'live'; }

  hasWay() { return this.isLive || this.meanwhile.isOn; }

  async send(entry) {
    if (this.isLive) return this.answer('SendAsync', entry.id, entry.body, entry.replyTo, entry.files.map(f => f.id));
    if (!this.meanwhile.isOn) return null;
    this.meanwhile.hasSent = true;
    return api.send(this.id, entry);
  }

  // True when it was kept.
  async keepDraft(text) {
    if (!this.isLive) return this.meanwhile.isOn && (await api.keepDraft(this.id, text))?.status === 204;
    const kept = this.server.invokeMethodAsync('DraftAsync', text).then(() => true, () => false);
    return Promise.race([kept, new Promise(resolve => setTimeout(() => resolve(false), answerWithin))]);
  }

  leftovers() { return { room: this.id, messages: this.outbox.leftovers(), draft: this.composer.draft }; }
}

window.clinicChat = {
  attach(section, server, unsent) {
    rooms.get(section)?.end();
    rooms.set(section, new Room(section, server, unsent));
  },
  detach(section) {
    rooms.get(section)?.end();
    rooms.delete(section);
  },
  focus(section) { rooms.get(section)?.composer.focus(); },
  insert(section, words) { rooms.get(section)?.composer.insert(words); },
  edit(section, id, version, body) { rooms.get(section)?.composer.edit(id, version, body); },
  show(section, sequence) { rooms.get(section)?.reading.show(sequence); },
};

window.clinicBeforeReload = async () => {
  for (const room of rooms.values()) {
    const left = room.leftovers();
    if (left.messages.length || left.draft) await handOverBeforeReload(left);
    room.isHandedOver = true;
  }
};

addEventListener('pagehide', () => {
  for (const room of rooms.values()) {
    const left = room.leftovers();
    if ((left.messages.length || room.composer.draftIsOld) && !room.isHandedOver) handOverAtTheEnd(left);
  }
});

// The circuit could not be opened at all.
window.clinicWithoutLine = () => openPlain(rooms);
