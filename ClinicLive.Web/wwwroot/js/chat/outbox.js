// What was written and is not known to be stored yet. Drawn at once as "sending"; sent again with the same id until the clinic has
// stored it, so that nothing is lost and nothing twice.
import { newId } from './ids.js';
import { handOver } from './leftovers.js';

const pause = (milliseconds) => new Promise(resolve => setTimeout(resolve, milliseconds));

export class Outbox {
  constructor(room) {
    this.room = room;
    this.place = room.section.querySelector('[data-outbox]');
    this.entries = [];
  }

  // The screen goes: what waits is handed over by a way that does not need it.
  end() {
    this.isOver = true;
    const left = this.leftovers();
    if (left.length) handOver({ room: this.room.id, messages: left, draft: null });
    for (const entry of this.entries) entry.state = 'gone';
  }

  leftovers() { return this.entries.filter(e => e.state === 'sending').map(e => ({ clientMessageId: e.id, body: e.body, replyToId: e.replyTo, attachmentIds: e.files.map(f => f.id) })); }

  post(body, files) {
    const entry = { id: newId(), body, files, replyTo: this.replyTo(), state: 'sending' };
    entry.item = document.createElement('li');
    entry.item.className = 'bubble pending';
    entry.item.dataset.own = 'true';
    entry.item.dataset.pending = entry.id;
    const words = document.createElement('div');
    words.className = 'body';
    words.dir = 'auto';
    words.textContent = [body, ...files.map(f => `📎 ${f.name}`)].filter(Boolean).join('\n');
    entry.note = document.createElement('span');
    entry.note.className = 'when';
    entry.item.append(words, entry.note);
    this.place.append(entry.item);
    this.entries.push(entry);
    this.tell(entry, 'sending', 'Sending');
    if (this.isOver) this.end(); // a voice message that arrived after the room had gone
    else this.work();
  }

  // What was answered while the circuit was away is still marked on screen as being answered.
  replyTo() {
    const answered = this.room.section.dataset.replies || null;
    const wasAnswered = answered !== null && answered === this.answered;
    this.answered = answered;
    return wasAnswered ? null : answered;
  }

  tell(entry, state, words) {
    entry.state = state;
    entry.item.dataset.state = state;
    entry.note.textContent = words;
  }

  // One after the other, so that they arrive in the order in which they were written.
  async work() {
    if (this.working) return;
    this.working = true;
    while (!this.isOver) {
      const entry = this.entries.find(e => e.state === 'sending');
      if (!entry) break;
      const answer = await this.room.send(entry); // null when there is no way, or nothing came back by it
      if (entry.state !== 'sending') continue; // it came back by the way of all messages before its own answer
      if (answer && !answer.problem) {
        this.tell(entry, 'stored', 'Sent');
        this.settle();
        this.room.meanwhile.again();
      } else if (answer && !answer.isPassing) this.giveBack(entry, answer.problem);
      else {
        this.tell(entry, 'sending', this.room.hasWay() ? 'Sending again' : 'Waiting for the line');
        await pause(700);
      }
    }
    this.working = false;
  }

  // Refused: the text goes back to where it was typed, or stays as a message that can be sent again.
  giveBack(entry, sentence) {
    if (this.room.composer.takeBack(entry, sentence)) return this.drop(entry);
    this.tell(entry, 'refused', `${sentence} `);
    const button = (words, press) => {
      const made = document.createElement('button');
      made.type = 'button';
      made.className = 'link';
      made.textContent = words;
      made.onclick = press;
      return made;
    };
    entry.note.append(
      button('Send again', () => { this.tell(entry, 'sending', 'Sending'); this.work(); }), ' ',
      button('Discard', () => this.drop(entry)));
  }

  drop(entry) {
    entry.state = 'gone';
    entry.item.remove();
    this.entries = this.entries.filter(e => e !== entry);
  }

  // What has come back by the way of all messages need not be shown as being sent, nor be sent again.
  settle() {
    for (const entry of [...this.entries]) {
      if (this.room.list.querySelector(`[data-client="${entry.id}"]`) || this.room.meanwhile.has(entry.id)) this.drop(entry);
    }
  }
}
