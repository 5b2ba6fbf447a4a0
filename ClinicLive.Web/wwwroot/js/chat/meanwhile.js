// While the circuit is away and the clinic can be reached all the same: what is new is read by requests every few seconds and drawn
// under what the circuit drew; the outbox sends that way too. When the line is back, what the circuit draws takes its place.
import * as api from './api.js';
import { drawMessage, make } from './drawing.js';
import { lineState, isSlowLine } from '../line.js';

const first = 1500, every = 2500, page = 200, mostPages = 10;
const sentences = {
  slow: 'The line here is a slow one. Everything works, a moment later than usual.',
  api: 'The live line is interrupted. Messages are sent and read another way, every few seconds.',
};

export class Meanwhile {
  constructor(room) {
    this.room = room;
    this.section = room.section;
    this.place = room.section.querySelector('[data-meanwhile]');
    this.note = room.section.querySelector('[data-way]');
    this.isOn = false;
    room.on(document, 'clinic-line', () => this.onLine());
    room.on(window, 'click', event => this.onClick(event), { capture: true });
    this.onLine();
  }

  end() { clearTimeout(this.timer); }

  onLine() {
    if (lineState() === 'offline') this.timer ??= setTimeout(() => this.turn(), first);
    else if (lineState() === 'live') this.finish();
    this.say();
  }

  say() {
    const sentence = this.isOn ? sentences.api : isSlowLine() && lineState() === 'live' ? sentences.slow : '';
    if (this.note.textContent !== sentence) this.note.textContent = sentence;
    this.note.hidden = !sentence;
  }

  async turn() {
    const messages = await this.read();
    if (!this.timer || this.room.isOver) return; // the line is back
    if (messages) {
      const isNew = !this.isOn;
      this.isOn = true;
      this.draw(messages);
      if (isNew) this.room.composer.keepDraftNow();
      this.room.outbox.work();
    }
    this.isOn &&= messages !== null;
    this.say();
    this.timer = setTimeout(() => this.turn(), every);
  }

  // At once, when something was sent.
  async again() {
    if (!this.isOn || !this.timer) return;
    clearTimeout(this.timer);
    await this.turn();
  }

  // Everything after the last message that the circuit drew, as it is now; what has not changed comes as a tag. Null: no answer.
  async read() {
    const last = this.section.dataset.newer ? null : [...this.room.list.querySelectorAll('[data-message]')].at(-1)?.dataset.message;
    let messages = [], query = last ? { after: last, limit: page } : { limit: page };
    for (let i = 0; i < mostPages; i++) {
      const answer = await api.messages(this.room.id, query, i === 0 && last === this.last && this.shown?.length < page ? this.tag : null);
      if (answer?.status === 304) return this.shown;
      if (answer?.status === 401 || answer?.status === 404) return this.leave();
      if (answer?.status !== 200) return null;
      if (i === 0) [this.tag, this.last] = [answer.tag, last];
      messages = messages.concat(answer.value);
      if (!last || answer.value.length < page) break;
      query = { after: messages.at(-1).id, limit: page };
    }
    return messages;
  }

  // Signed out, or taken out of the conversation: nothing of it stays on screen.
  leave() {
    location.reload();
    return null;
  }

  draw(messages) {
    if (this.shown === messages) return;
    const wasAtEnd = this.room.reading?.isAtEnd() ?? true;
    this.shown = messages;
    const known = new Map([...this.place.children].map(item => [item.dataset.message, item]));
    const items = messages.map((message, i) => {
      const face = JSON.stringify(message);
      const item = known.get(message.id);
      if (item?.face === face) return item;
      const drawn = drawMessage(message, messages[i - 1], this.section.dataset.me);
      drawn.face = face;
      return drawn;
    });
    if (this.section.dataset.newer) items.unshift(make('li', { class: 'chat-note' }, 'What was said in between is shown when the line is back.'));
    this.place.replaceChildren(...items);
    this.settle();
    if (wasAtEnd) this.room.reading?.toEnd();
    this.reportRead();
  }

  reportRead() {
    const newest = this.shown?.at(-1)?.id;
    if (!newest || newest === this.readUpTo || document.hidden || !document.hasFocus() || !(this.room.reading?.isAtEnd() ?? true)) return;
    this.readUpTo = newest;
    api.read(this.room.id, newest);
  }

  // What the circuit has drawn, and what the outbox still shows, is shown once.
  settle() {
    for (const item of [...this.place.children]) {
      if (item.dataset.message && this.room.list.querySelector(`[data-message="${item.dataset.message}"]`)) item.remove();
    }
    this.room.outbox.settle();
  }

  has(clientId) { return !!this.place.querySelector(`[data-client="${clientId}"]`); }

  finish() {
    clearTimeout(this.timer);
    this.timer = null;
    const was = this.isOn;
    this.isOn = false;
    [this.shown, this.tag] = [null, null];
    if (!was) return;
    if (this.section.dataset.newer) this.place.replaceChildren(); // the circuit shows another part
    this.settle();
    if (this.hasSent) this.room.ask('Back');
    this.hasSent = false;
    this.room.reading.tellAgain();
  }

  // Links lead through the circuit; while it is away the browser itself follows them.
  onClick(event) {
    if (!this.isOn || !event.target.closest?.('a[href]')) return;
    event.stopImmediatePropagation();
  }
}
