// The hands of a conversation: where the reader is (reading.js), what is being written (composer.js), what is being sent (outbox.js),
// files on their way (uploads.js), voice messages (voice.js) and pictures at full size (viewer.js).
import { Composer } from './chat/composer.js';
import { handOverAtTheEnd, handOverBeforeReload } from './chat/leftovers.js';
import { Outbox } from './chat/outbox.js';
import { Reading } from './chat/reading.js';
import { Uploads } from './chat/uploads.js';
import { view } from './chat/viewer.js';
import { Voice } from './chat/voice.js';

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
    this.reading.begin();
    if (matchMedia('(pointer: fine)').matches) this.composer.focus();
  }

  on(target, event, what, options) { target.addEventListener(event, what, { signal: this.stop.signal, ...options }); }

  end() {
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
    if (!more) return;
    event.preventDefault();
    more.click();
    more.focus();
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
    if (left.messages.length && !room.isHandedOver) handOverAtTheEnd(left);
  }
});
