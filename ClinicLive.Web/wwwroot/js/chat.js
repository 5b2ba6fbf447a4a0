// The hands of a conversation: typing, sending, scrolling. What is sent is drawn at once as "sending" and settles when the
// clinic has stored it; until then it is sent again with the same id, so that nothing is lost and nothing twice.
const rooms = new Map(); // section element -> room
const answerWithin = 8000, near = 700, slack = 40;

const pause = (milliseconds) => new Promise(resolve => setTimeout(resolve, milliseconds));
const isOffline = () => document.documentElement.dataset.line && document.documentElement.dataset.line !== 'live';

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map(b => b.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

class Room {
  constructor(section, server) {
    this.section = section;
    this.server = server;
    this.scroller = section.querySelector('.chat-scroll');
    this.list = section.querySelector('[data-list]');
    this.outboxList = section.querySelector('[data-outbox]');
    this.text = section.querySelector('[data-composer]');
    this.outbox = [];
    this.sticks = true;
    this.seen = 0;
    this.editing = null;
    this.stop = new AbortController();
    const on = (target, event, what, options) => target.addEventListener(event, what, { signal: this.stop.signal, ...options });

    on(this.text, 'keydown', event => this.onKey(event));
    on(this.text, 'input', () => this.onInput());
    on(this.scroller, 'scroll', () => this.onScroll(), { passive: true });
    on(section, 'click', event => this.onClick(event));
    on(section, 'keydown', event => this.onEscape(event));
    for (const [target, event] of [[document, 'visibilitychange'], [window, 'focus'], [window, 'blur']]) on(target, event, () => this.onLook());
    this.watch = new MutationObserver(() => this.onDrawn());
    this.watch.observe(this.list, { childList: true, subtree: true });
    this.size = new ResizeObserver(() => { if (this.sticks) this.toEnd(); });
    this.size.observe(this.scroller);
    this.grow();
    this.begin();
    this.onLook();
    if (matchMedia('(pointer: fine)').matches) this.text.focus({ preventScroll: true });
  }

  end() {
    this.keepDraftNow();
    this.stop.abort();
    this.watch.disconnect();
    this.size.disconnect();
  }

  // ---- where the reader is ----

  begin() {
    const at = this.section.dataset.at;
    const first = at ? this.message(at) : this.list.querySelector('[data-new]');
    if (first) {
      this.sticks = false;
      this.scroller.scrollTop += first.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top - 48;
      if (at) this.glow(first);
    } else this.toEnd();
    this.onScroll();
  }

  message(sequence) { return this.list.querySelector(`[data-sequence="${sequence}"]`); }

  toEnd() { this.scroller.scrollTop = this.scroller.scrollHeight; }

  isAtEnd() { return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < slack; }

  // The first message that is to be seen, and where it stands: drawings above it must not move it.
  anchorNow() {
    const top = this.scroller.getBoundingClientRect().top;
    const items = this.list.children;
    let low = 0, high = items.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (items[middle].getBoundingClientRect().bottom > top) high = middle; else low = middle + 1;
    }
    for (let i = low; i < items.length; i++) {
      if (items[i].dataset.message) return { id: items[i].dataset.message, at: items[i].getBoundingClientRect().top - top };
    }
    return null;
  }

  onDrawn() {
    this.settle();
    if (this.sticks && !this.section.dataset.newer) this.toEnd();
    else if (this.anchor) {
      const kept = this.list.querySelector(`[data-message="${this.anchor.id}"]`);
      if (kept) {
        const moved = kept.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top - this.anchor.at;
        if (Math.abs(moved) > 1) this.scroller.scrollTop += moved;
      }
    }
    this.onScroll();
  }

  onScroll() {
    const atEnd = this.isAtEnd() && !this.section.dataset.newer;
    this.anchor = this.anchorNow();
    this.section.querySelector('[data-down]').hidden = atEnd;
    if (atEnd !== this.sticks || this.told === undefined) {
      this.sticks = atEnd;
      this.told = atEnd;
      this.ask('AtEnd', atEnd);
    }
    if (this.section.dataset.older && this.scroller.scrollTop < near) this.load('OlderAsync');
    else if (this.section.dataset.newer && this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < near) this.load('NewerAsync');
    this.reportSeen();
  }

  async load(page) {
    if (this.loading) return;
    this.loading = true;
    try { await this.ask(page); } finally { this.loading = false; }
  }

  onLook() {
    const looks = !document.hidden && document.hasFocus();
    if (looks !== this.looks) this.ask('Looking', looks);
    this.looks = looks;
    this.reportSeen();
  }

  // Read is what a person has before the eyes: in a window that is looked at.
  reportSeen() {
    if (document.hidden || !document.hasFocus()) return;
    const bottom = this.scroller.getBoundingClientRect().bottom + slack;
    const items = this.list.querySelectorAll('[data-sequence]');
    let last = 0;
    for (let i = items.length - 1; i >= 0 && !last; i--) if (items[i].getBoundingClientRect().bottom <= bottom || (i === items.length - 1 && this.isAtEnd())) last = Number(items[i].dataset.sequence);
    if (last <= this.seen) return;
    this.seen = last;
    clearTimeout(this.seenSoon);
    this.seenSoon = setTimeout(() => this.ask('SeenAsync', this.seen), 150);
  }

  glow(element) {
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) element.animate([{ backgroundColor: getComputedStyle(document.documentElement).getPropertyValue('--wait-soft') }, {}], { duration: 1600, easing: 'ease-out' });
  }

  show(sequence) {
    const wanted = this.message(sequence);
    if (!wanted) return;
    this.sticks = false;
    wanted.scrollIntoView({ block: 'center' });
    this.anchor = this.anchorNow();
    this.glow(wanted);
  }

  // ---- the composer ----

  onKey(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      this.submit();
    } else if (event.key === 'Escape' && this.editing) {
      event.stopPropagation();
      this.cancelEdit();
    }
  }

  onInput() {
    this.grow();
    this.count();
    const now = Date.now();
    if (this.text.value && now - (this.typed ?? 0) > 2500) {
      this.typed = now;
      this.ask('TypingAsync');
    }
    if (this.editing) return;
    clearTimeout(this.draftSoon);
    this.draftSoon = setTimeout(() => this.keepDraftNow(), 300);
    this.draftIsOld = true;
  }

  keepDraftNow() {
    clearTimeout(this.draftSoon);
    if (!this.draftIsOld || this.editing) return;
    this.draftIsOld = false;
    this.ask('DraftAsync', this.text.value);
  }

  grow() {
    this.text.style.height = 'auto';
    this.text.style.height = `${Math.min(this.text.scrollHeight + 2, 180)}px`;
  }

  count() {
    const counter = this.section.querySelector('[data-count]');
    const long = this.text.value.length > 3500;
    counter.hidden = !long;
    if (!long) return;
    const length = window.Intl?.Segmenter ? [...new Intl.Segmenter().segment(this.text.value)].length : this.text.value.length;
    counter.textContent = `${length.toLocaleString('en')} of 4,000`;
    counter.dataset.level = length > 4000 ? 'late' : 'fine';
  }

  insert(words) {
    const [from, to] = [this.text.selectionStart, this.text.selectionEnd];
    this.text.setRangeText(words, from, to, 'end');
    this.onInput();
    this.text.focus();
  }

  edit(id, version, body) {
    this.keepDraftNow();
    this.beforeEdit = this.text.value;
    this.editing = { id, version };
    this.section.querySelector('[data-editing]').hidden = false;
    this.text.value = body;
    this.grow();
    this.text.focus();
  }

  cancelEdit() {
    this.editing = null;
    this.section.querySelector('[data-editing]').hidden = true;
    this.text.value = this.beforeEdit ?? '';
    this.problem(null);
    this.grow();
    this.text.focus();
  }

  problem(sentence) {
    const place = this.section.querySelector('[data-problem]');
    place.hidden = !sentence;
    place.textContent = sentence ?? '';
  }

  async submit() {
    const body = this.text.value;
    if (!body.trim()) return;
    this.problem(null);
    if (this.editing) {
      const answer = await this.answer('EditAsync', this.editing.id, this.editing.version, body);
      if (answer?.problem) this.problem(answer.problem);
      else if (answer) this.cancelEdit();
      else this.problem('The change could not be saved just now. Your text is kept.');
      return;
    }
    clearTimeout(this.draftSoon);
    this.draftIsOld = false;
    this.typed = 0;
    this.text.value = '';
    this.grow();
    this.count();
    this.post(body);
  }

  // ---- the outbox ----

  post(body) {
    const entry = { id: newId(), body, replyTo: this.section.dataset.replies || null, state: 'sending' };
    entry.item = document.createElement('li');
    entry.item.className = 'bubble pending';
    entry.item.dataset.own = 'true';
    entry.item.dataset.pending = entry.id;
    const words = document.createElement('div');
    words.className = 'body';
    words.dir = 'auto';
    words.textContent = body;
    entry.note = document.createElement('span');
    entry.note.className = 'when';
    entry.item.append(words, entry.note);
    this.outboxList.append(entry.item);
    this.outbox.push(entry);
    this.tell(entry, 'sending', 'Sending');
    this.sticks = true;
    this.toEnd();
    this.work();
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
    while (!this.stop.signal.aborted) {
      const entry = this.outbox.find(e => e.state === 'sending');
      if (!entry) break;
      const answer = isOffline() ? null : await this.answer('SendAsync', entry.id, entry.body, entry.replyTo);
      if (answer && !answer.problem) {
        this.tell(entry, 'stored', 'Sent');
        this.settle();
      } else if (answer && !answer.isPassing) this.giveBack(entry, answer.problem);
      else {
        this.tell(entry, 'sending', isOffline() ? 'Waiting for the line' : 'Sending again');
        await pause(700);
      }
    }
    this.working = false;
  }

  // Refused: the text goes back to where it was typed, or stays as a message that can be sent again.
  giveBack(entry, sentence) {
    if (!this.text.value) {
      this.drop(entry);
      this.text.value = entry.body;
      this.problem(sentence);
      this.onInput();
      this.text.focus();
      return;
    }
    this.tell(entry, 'refused', `${sentence} `);
    const again = document.createElement('button');
    again.type = 'button';
    again.className = 'link';
    again.textContent = 'Send again';
    again.onclick = () => { this.tell(entry, 'sending', 'Sending'); this.work(); };
    const discard = document.createElement('button');
    discard.type = 'button';
    discard.className = 'link';
    discard.textContent = 'Discard';
    discard.onclick = () => this.drop(entry);
    entry.note.append(again, ' ', discard);
  }

  drop(entry) {
    entry.item.remove();
    this.outbox = this.outbox.filter(e => e !== entry);
  }

  // What has come back by the way of all messages need not be shown as being sent.
  settle() {
    for (const entry of [...this.outbox]) {
      if (this.list.querySelector(`[data-client="${entry.id}"]`)) this.drop(entry);
    }
  }

  onClick(event) {
    const target = event.target.closest?.('button, [data-copy]');
    if (!target) return;
    if (target.matches('[data-send]')) this.submit();
    else if (target.matches('[data-cancel-edit]')) this.cancelEdit();
    else if (target.matches('[data-down]')) { this.sticks = true; this.ask('ToNewestAsync').then(() => this.toEnd()); }
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

  answer(what, ...values) { return Promise.race([this.ask(what, ...values), pause(answerWithin).then(() => null)]); }

  leftovers() {
    return {
      room: location.pathname.split('/').at(-1),
      messages: this.outbox.filter(e => e.state === 'sending').map(e => ({ clientMessageId: e.id, body: e.body, replyToId: e.replyTo })),
      draft: this.editing ? this.beforeEdit ?? '' : this.text.value,
    };
  }
}

window.clinicChat = {
  attach(section, server) {
    rooms.get(section)?.end();
    rooms.set(section, new Room(section, server));
  },
  detach(section) {
    rooms.get(section)?.end();
    rooms.delete(section);
  },
  focus(section) { rooms.get(section)?.text.focus(); },
  insert(section, words) { rooms.get(section)?.insert(words); },
  edit(section, id, version, body) { rooms.get(section)?.edit(id, version, body); },
  show(section, sequence) { rooms.get(section)?.show(sequence); },
};

// The page is about to be loaded afresh because the clinic has forgotten it: what was not sent yet goes there first, by a way of its own.
window.clinicBeforeReload = async () => {
  for (const room of rooms.values()) {
    const left = room.leftovers();
    const token = document.querySelector('input[name="__RequestVerificationToken"]')?.value;
    if (!token || (!left.messages.length && !left.draft)) continue;
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        const answer = await fetch('chat/leftovers', { method: 'POST', headers: { 'Content-Type': 'application/json', RequestVerificationToken: token }, body: JSON.stringify(left), signal: AbortSignal.timeout(4000) });
        if (answer.status < 500) break;
      } catch { /* the next attempt, or the reload without it */ }
      await pause(500);
    }
  }
};
