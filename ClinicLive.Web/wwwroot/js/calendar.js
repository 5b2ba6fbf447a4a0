// The calendar under the hands: taking up, moving, lengthening, choosing a time, keys, the line of now. The server draws the
// appointments; this only moves a shadow, and tells where it was let go (caldrop) or which empty time was chosen (calslot).
import { glow } from './glow.js';
import { clinicNow } from './ticking.js';

const step = 5, slot = 15, day = 1440;
const holds = new Set(['Held', 'Booked', 'Arrived', 'Ready', 'InConsultation', 'Paused']);
for (const name of ['caldrop', 'calslot']) Blazor.registerCustomEventType(name, { createEventArgs: event => event.detail });

const clock = (minute) => `${Math.floor(minute / 60) % 24}:${String(minute % 60).padStart(2, '0')}`;
const within = (value, least, most) => Math.max(least, Math.min(most, value));
const begin = (card) => Number(card.style.getPropertyValue('--s'));
const length = (card) => Number(card.style.getPropertyValue('--m'));
const cardsOf = (column) => [...column.querySelectorAll('.ev')].sort((a, b) => begin(a) - begin(b));

class Calendar extends HTMLElement {
  static observedAttributes = ['data-first', 'data-settled'];

  connectedCallback() {
    this.at = null; // where the cursor of the keys stands: { column, minute }
    this.watch = new AbortController();
    const on = (target, type, run, options) => target.addEventListener(type, run.bind(this), { signal: this.watch.signal, ...options });
    const page = this.closest('.cal-page');
    on(page, 'pointerdown', this.press);
    on(page, 'click', event => {
      const item = event.target.closest('[data-place-here]')?.closest('[data-place]');
      if (item) this.placeByKeys(item);
    });
    on(this, 'pointermove', this.hover);
    on(this, 'pointerleave', () => { this.find('.cal-hover').hidden = true; });
    on(this, 'click', this.click, { capture: true });
    on(this, 'dragstart', event => event.preventDefault());
    on(this, 'contextmenu', event => { if (this.held || this.drag) event.preventDefault(); });
    on(this, 'touchmove', event => { if (this.drag) event.preventDefault(); }, { passive: false });
    on(this, 'keydown', this.key);
    on(this, 'focusin', this.focused);
    on(document, 'keydown', this.escape, { capture: true });
    on(document, 'keydown', this.pageKey);
    this.changes = new MutationObserver(changes => this.noteChanges(changes));
    this.changes.observe(this, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-version'] });
    requestAnimationFrame(() => this.beginHere(true));
  }

  disconnectedCallback() {
    this.cancel();
    this.watch.abort();
    this.changes.disconnect();
  }

  attributeChangedCallback(name) {
    if (!this.isConnected) return;
    if (name === 'data-settled') setTimeout(() => this.settle(), 120); // the news of the change itself comes right behind
    else requestAnimationFrame(() => this.beginHere(false));
  }

  find(selector) { return this.querySelector(selector); }
  get columns() { return [...this.querySelectorAll('.cal-col')]; }
  get edits() { return this.dataset.edits === 'true'; }

  say(words) {
    const place = document.querySelector('[data-say]');
    if (place) place.textContent = words;
  }

  // At first the working day is in sight: what is now, or where the day begins. Another day keeps the height.
  beginHere(isFirst) {
    this.since = performance.now();
    this.at = null;
    const columns = this.columns;
    if (columns.length === 0) return;
    const today = columns.find(c => c.dataset.today);
    if (isFirst) {
      const line = today?.querySelector('clinic-nowline');
      const cards = [...this.querySelectorAll('.ev')].map(begin);
      const minute = line ? line.minute - 90 : Math.min(8 * 60, ...cards) - 30;
      this.scrollTop = within(minute, 0, day) * this.perMinute;
    }
    this.scrollLeft = today && this.dataset.view === 'Week' ? today.offsetLeft - this.gutter : 0;
  }

  get perMinute() { return this.find('.cal-col').offsetHeight / day; }
  get gutter() { return this.find('.cal-hours').offsetWidth; }

  // ---- where things are: minutes of the clinic's wall clock in the column of a doctor's day

  placeOf(x, y) {
    const grid = this.find('.cal-grid').getBoundingClientRect();
    const columns = this.columns;
    const across = x - grid.left;
    const column = columns.find(c => across >= c.offsetLeft && across < c.offsetLeft + c.offsetWidth)
      ?? (across < columns[0].offsetLeft ? columns[0] : columns.at(-1));
    return { column, minute: (y - grid.top - column.offsetTop) / this.perMinute };
  }

  put(element, column, minute, minutes) {
    element.style.transform = `translate(${column.offsetLeft}px, ${column.offsetTop + minute * this.perMinute}px)`;
    element.style.width = `${column.offsetWidth}px`;
    element.style.height = `${minutes * this.perMinute}px`;
    element.hidden = false;
  }

  // The free time around a minute: not before what ends there, not into what comes.
  slotAt(column, minute) {
    const cards = cardsOf(column).filter(c => holds.has(c.dataset.status));
    const before = Math.max(0, ...cards.filter(c => begin(c) <= minute).map(c => begin(c) + length(c)));
    const start = within(Math.max(Math.floor(minute / slot) * slot, before > minute ? 0 : before), 0, day - step);
    const next = Math.min(day, ...cards.map(begin).filter(s => s >= start + 1));
    return { column, minute: Math.ceil(start / step) * step, minutes: within(next - start, step, slot) };
  }

  cardAt(column, minute) { return cardsOf(column).find(c => begin(c) <= minute && minute < begin(c) + length(c)); }

  book({ column, minute, minutes }) {
    if (!this.edits) return;
    this.tell('calslot', { doctor: column.dataset.doctor, day: column.dataset.day, minute, minutes });
  }

  tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail })); }

  // ---- by mouse, pen and finger

  press(event) {
    this.wasDragged = false;
    this.find('.cal-hover').hidden = true;
    if (event.button !== 0 || event.target.closest('button') || !event.target.closest('.cal, [data-place]')) return;
    if (this.drag) this.cancel(); // what was let go is on its way without the hand
    const card = event.target.closest('.ev[data-movable]') ?? event.target.closest('[data-place]');
    if (!card) return;
    const box = card.getBoundingClientRect();
    const isEdge = card.matches('.ev') && box.bottom - event.clientY < within(box.height / 3, 4, 9);
    const press = { card, isEdge, x: event.clientX, y: event.clientY, pointer: event.pointerId, isTouch: event.pointerType !== 'mouse' };
    const over = new AbortController();
    const on = (type, run) => document.addEventListener(type, e => { if (e.pointerId === press.pointer) run(e); }, { signal: over.signal });
    const end = () => { over.abort(); clearTimeout(press.timer); if (this.held === press) this.held = null; };
    this.held = press;
    // A finger that moves at once scrolls; one that rests takes up.
    if (press.isTouch) press.timer = setTimeout(() => { navigator.vibrate?.(15); this.take(press, end); }, 350);
    on('pointermove', e => {
      const far = Math.hypot(e.clientX - press.x, e.clientY - press.y);
      if (this.drag?.press === press) this.follow(e.clientX, e.clientY);
      else if (press.isTouch && far > 8) end();
      else if (!press.isTouch && far > 4) { this.take(press, end); this.follow(e.clientX, e.clientY); }
    });
    on('pointerup', () => { if (this.drag?.press === press) this.drop(); end(); });
    on('pointercancel', () => { if (this.drag?.press === press) this.cancel(); end(); });
  }

  // What the screen shows now is what the change will be asked for by: state, version, place.
  take({ card, isEdge, x, y, pointer, isKeys }, end) {
    if (!card.isConnected) return end();
    const isWaiting = card.matches('[data-place]');
    const from = isWaiting ? null : { column: card.closest('.cal-col'), minute: begin(card), minutes: length(card) };
    const under = this.placeOf(x, y);
    this.drag = {
      press: this.held, end, card, isEdge, isKeys, from, x, y,
      id: card.dataset.appointment, version: Number(card.dataset.version), status: card.dataset.status,
      grip: from ? under.minute - from.minute : 0,
      column: from?.column ?? under.column, minute: from?.minute ?? 0, minutes: from?.minutes ?? Number(card.dataset.place),
      name: card.querySelector('bdi').textContent,
    };
    this.wasDragged = !isKeys;
    if (pointer !== undefined) this.setPointerCapture(pointer);
    card.classList.add('taken-up');
    this.classList.add('moving');
    this.draw();
    this.slide();
  }

  follow(x, y) {
    const drag = this.drag;
    if (!drag || drag.isSettling) return;
    Object.assign(drag, { x, y });
    drag.frame ??= requestAnimationFrame(() => {
      drag.frame = null;
      if (this.drag !== drag || drag.isSettling) return;
      const box = this.getBoundingClientRect();
      drag.isBeside = !drag.from && (drag.x < box.left || drag.x > box.right || drag.y < box.top || drag.y > box.bottom);
      this.find('.cal-ghost').hidden = drag.isBeside;
      if (drag.isBeside) return;
      const { column, minute } = this.placeOf(drag.x, drag.y);
      const snap = (value) => Math.round(value / step) * step;
      if (drag.isEdge) this.aim(drag.column, drag.minute, snap(minute) - drag.minute);
      else this.aim(column, snap(minute - drag.grip), drag.minutes);
    });
  }

  aim(column, minute, minutes) {
    const drag = this.drag;
    minutes = within(minutes, step, Math.min(480, day - minute));
    minute = within(minute, 0, day - minutes);
    drag.isBeside = false;
    if (column === drag.column && minute === drag.minute && minutes === drag.minutes) return false;
    Object.assign(drag, { column, minute, minutes });
    this.draw();
    return true;
  }

  get words() {
    const { column, minute, minutes } = this.drag;
    return `${clock(minute)} to ${clock(minute + minutes)}, ${column.getAttribute('aria-label')}`;
  }

  draw() {
    const { id, column, minute, minutes } = this.drag, ghost = this.find('.cal-ghost');
    const isTaken = cardsOf(column).some(c => c.dataset.appointment !== id && holds.has(c.dataset.status) && begin(c) < minute + minutes && begin(c) + length(c) > minute);
    ghost.classList.toggle('taken', isTaken);
    ghost.firstElementChild.textContent = `${clock(minute)}–${clock(minute + minutes)}`;
    this.put(ghost, column, minute, minutes);
    this.drag.isTaken = isTaken;
  }

  // Near an edge the calendar slides along under the hand.
  slide() {
    const drag = this.drag;
    if (!drag || drag.isKeys || drag.isSettling) return;
    const box = this.getBoundingClientRect(), heads = this.find('.cal-heads').offsetHeight;
    const pull = (at, least, most) => at < least + 40 ? (at - least - 40) / 4 : at > most - 40 ? (at - most + 40) / 4 : 0;
    const down = within(pull(drag.y, box.top + heads, box.bottom), -14, 14), across = drag.isEdge ? 0 : within(pull(drag.x, box.left + this.gutter, box.right), -14, 14);
    const before = this.scrollTop + this.scrollLeft;
    if (drag.hasMoved && (down || across)) this.scrollBy(across, down);
    if (before !== this.scrollTop + this.scrollLeft) this.follow(drag.x, drag.y);
    drag.hasMoved = drag.hasMoved || Math.hypot(drag.x - drag.press.x, drag.y - drag.press.y) > 12;
    requestAnimationFrame(() => { if (this.drag === drag) this.slide(); });
  }

  drop() {
    const drag = this.drag, { from } = drag;
    if (drag.isBeside) return this.cancel();
    if (from && from.column === drag.column && from.minute === drag.minute && from.minutes === drag.minutes) return this.cancel();
    drag.isSettling = true;
    this.find('.cal-ghost').classList.add('saving');
    this.say(`Saving ${this.words}`);
    const { id, version, status, column, minute, minutes } = drag;
    this.tell('caldrop', { id, version, status, doctor: column.dataset.doctor, day: column.dataset.day, minute, minutes });
    setTimeout(() => { if (this.drag === drag) this.cancel(); }, 8000); // the line is down; the page says so by itself
  }

  settle() {
    if (!this.drag?.isSettling) return;
    const { id } = this.drag;
    this.cancel();
    const card = this.find(`.ev[data-appointment="${id}"]`);
    if (card) this.say(card.title);
  }

  cancel() {
    const drag = this.drag;
    if (!drag) return;
    this.drag = null;
    drag.end?.();
    for (const card of this.querySelectorAll('.taken-up')) card.classList.remove('taken-up');
    drag.card.classList.remove('taken-up');
    this.classList.remove('moving');
    const ghost = this.find('.cal-ghost');
    if (ghost) { ghost.hidden = true; ghost.classList.remove('saving', 'taken'); }
  }

  escape(event) {
    if (event.key !== 'Escape' || !this.drag || this.drag.isSettling) return;
    event.preventDefault();
    event.stopPropagation();
    this.cancel();
    this.say('Left where it was');
  }

  hover(event) {
    const shade = this.find('.cal-hover');
    if (!this.edits || this.drag || this.held || event.pointerType !== 'mouse' || !event.target.matches?.('.cal-col')) { shade.hidden = true; return; }
    const under = this.placeOf(event.clientX, event.clientY), place = this.slotAt(under.column, under.minute);
    shade.textContent = `${clock(place.minute)} book`;
    this.put(shade, place.column, place.minute, place.minutes);
  }

  click(event) {
    if (this.wasDragged && event.detail > 0) { // the click that ends a drag opens nothing
      this.wasDragged = false;
      event.preventDefault();
      event.stopPropagation();
    } else if (event.target.matches('.cal-cursor')) {
      if (this.at) this.chooseHere();
    } else if (event.target.matches('.cal-col')) {
      const under = this.placeOf(event.clientX, event.clientY);
      this.book(this.slotAt(under.column, under.minute));
    }
  }

  // ---- by keys

  focused(event) {
    const card = event.target.closest('.ev');
    if (card) this.at = { column: card.closest('.cal-col'), minute: begin(card) };
    else if (event.target.matches('.cal-cursor')) this.standAt(this.start());
  }

  start() {
    if (this.at?.column.isConnected) return this.at;
    const column = this.columns.find(c => c.dataset.today) ?? this.columns[0];
    const line = column.querySelector('clinic-nowline');
    return { column, minute: line ? Math.ceil(line.minute / slot) * slot % day : 9 * 60 };
  }

  standAt(at) {
    const place = this.slotAt(at.column, at.minute), cursor = this.find('.cal-cursor');
    this.at = { column: at.column, minute: place.minute };
    const taken = this.cardAt(at.column, at.minute);
    this.put(cursor, place.column, place.minute, place.minutes);
    cursor.setAttribute('aria-label', taken
      ? `${taken.title}. Enter opens`
      : `${clock(place.minute)}, ${at.column.getAttribute('aria-label')}, free${this.edits ? '. Enter books' : ''}`);
    cursor.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  goTo(column, minute) {
    const card = this.cardAt(column, minute);
    if (card) return this.goToCard(card);
    const cursor = this.find('.cal-cursor');
    this.at = { column, minute };
    if (document.activeElement === cursor) this.standAt(this.at);
    else cursor.focus({ preventScroll: true });
  }

  goToCard(card) {
    card.querySelector('a').focus({ preventScroll: true });
    card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  chooseHere() {
    const { column, minute } = this.at;
    const card = this.cardAt(column, minute);
    if (card) card.querySelector('a').click();
    else this.book(this.slotAt(column, minute));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const card = event.target.closest('.ev'), isCursor = event.target.matches('.cal-cursor');
    const stop = () => { event.preventDefault(); event.stopPropagation(); };
    if (event.repeat && event.key === 'Enter') return stop(); // held a moment too long, it opens nothing
    if (this.drag?.isKeys && !this.drag.isSettling) {
      if (event.key === 'Tab') return this.cancel();
      stop();
      return this.moveKey(event);
    }
    if (!card && !isCursor) return;
    const arrow = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    if (arrow) {
      stop();
      if (event.shiftKey) { if (arrow[0]) this.pressKey(arrow[0] < 0 ? 'previous' : 'next'); }
      else if (arrow[0]) this.across(card, arrow[0] * (getComputedStyle(this).direction === 'rtl' ? -1 : 1));
      else this.down(card, arrow[1]);
    } else if (card && ['m', '+', '=', '-'].includes(event.key)) {
      stop();
      this.takeByKeys(card, { '+': step, '=': step, '-': -step }[event.key] ?? 0);
    } else if (card && event.key === 'u') {
      stop();
      card.querySelector('.undo')?.click();
    }
  }

  down(card, way) {
    const { column, minute } = card ? { column: card.closest('.cal-col'), minute: begin(card) } : this.start();
    const cards = cardsOf(column);
    if (way > 0) {
      const next = card ? minute + length(card) : (Math.floor(minute / slot) + 1) * slot;
      const between = cards.find(c => begin(c) > minute && begin(c) < next && c !== card);
      if (between) this.goToCard(between);
      else if (next < day) this.goTo(column, next);
    } else {
      const before = minute % slot ? Math.floor(minute / slot) * slot : minute - slot;
      const last = cards.findLast(c => begin(c) < minute && begin(c) + length(c) > before);
      if (last) this.goToCard(last);
      else if (before >= 0) this.goTo(column, before);
    }
  }

  across(card, way) {
    const at = card ? { column: card.closest('.cal-col'), minute: begin(card) } : this.start();
    if (card) { // side by side first
      const heap = cardsOf(at.column).filter(c => begin(c) < begin(card) + length(card) && begin(c) + length(c) > begin(card));
      const lane = (c) => Number(c.style.getPropertyValue('--l'));
      const beside = heap.sort((a, b) => lane(a) - lane(b)).filter(c => Math.sign(lane(c) - lane(card)) === way);
      if (beside.length) return this.goToCard(way > 0 ? beside[0] : beside.at(-1));
    }
    const columns = this.columns, next = columns[columns.indexOf(at.column) + way];
    if (next) this.goTo(next, at.minute);
    else this.pressKey(way < 0 ? 'previous' : 'next');
  }

  takeByKeys(card, longer) {
    if (this.drag) this.cancel();
    if (!card.dataset.movable) return this.say(this.edits ? 'Only a booked appointment can be moved' : 'Only reception moves appointments');
    this.held = null;
    this.take({ card, isKeys: true });
    if (longer) this.aim(this.drag.column, this.drag.minute, this.drag.minutes + longer);
    this.say(`Moving ${this.drag.name}. ${this.words}. Arrows move, plus and minus change the length, Enter sets, Escape leaves it where it was`);
  }

  // An item of the waiting list that is placed by keys: it begins where the cursor stood.
  placeByKeys(item) {
    this.cancel();
    this.held = null;
    this.take({ card: item, x: 0, y: 0, isKeys: true });
    const at = this.start(), cursor = this.find('.cal-cursor');
    cursor.focus({ preventScroll: true });
    this.aim(at.column, at.minute, this.drag.minutes);
    this.draw();
    this.find('.cal-ghost').scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.say(`Placing ${this.drag.name}. ${this.words}. Arrows move, Enter offers the time, Escape leaves it`);
  }

  moveKey(event) {
    const { column, minute, minutes } = this.drag;
    const by = event.shiftKey ? slot : step, columns = this.columns;
    const beside = (way) => columns[within(columns.indexOf(column) + way, 0, columns.length - 1)];
    const move = {
      ArrowUp: () => [column, minute - by, minutes], ArrowDown: () => [column, minute + by, minutes],
      ArrowLeft: () => [beside(-1), minute, minutes], ArrowRight: () => [beside(1), minute, minutes],
      '+': () => [column, minute, minutes + step], '=': () => [column, minute, minutes + step], '-': () => [column, minute, minutes - step],
    }[event.key];
    if (move) {
      this.aim(...move());
      this.find('.cal-ghost').scrollIntoView({ block: 'nearest', inline: 'nearest' });
      this.say(this.drag.isTaken ? `${this.words}, taken` : this.words);
    } else if (event.key === 'Enter' || event.key === ' ') this.drop();
  }

  // Keys of the whole page: t today, d day, w week, Shift with left and right, an arrow to come into the calendar.
  pageKey(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.('input, select, textarea, [contenteditable]') || document.querySelector('.rz-dialog-wrapper, dialog[open]')) return;
    if (event.shiftKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) this.pressKey(event.key === 'ArrowLeft' ? 'previous' : 'next', event);
    else if (['t', 'd', 'w'].includes(event.key)) this.pressKey(event.key, event);
    else if (event.key.startsWith('Arrow') && [document.body, document.getElementById('main')].includes(document.activeElement)) {
      event.preventDefault();
      const at = this.start();
      this.goTo(at.column, at.minute);
    }
  }

  pressKey(key, event) {
    event?.preventDefault();
    document.querySelector(`.cal-bar [data-key="${key}"]`)?.click();
  }

  // A change made elsewhere is seen to happen; a page that was just drawn is no change.
  noteChanges(changes) {
    if (performance.now() - this.since < 1500) return;
    for (const change of changes) {
      const cards = change.type === 'attributes' ? [change.target] : [...change.addedNodes].filter(node => node.dataset?.appointment);
      for (const card of cards) glow(card, { asRing: true });
    }
  }
}

// <clinic-nowline zone day>: the present moment in the column of today, by the clinic's wall clock.
class NowLine extends HTMLElement {
  connectedCallback() { this.tick(); this.timer = setInterval(() => this.tick(), 15000); }
  disconnectedCallback() { clearInterval(this.timer); }
  get minute() {
    const parts = new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: 'numeric', hourCycle: 'h23', timeZone: this.getAttribute('zone') }).formatToParts(new Date(clinicNow()));
    const part = (type) => Number(parts.find(p => p.type === type).value);
    return part('hour') * 60 + part('minute');
  }
  tick() {
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: this.getAttribute('zone') }).format(new Date(clinicNow()));
    this.hidden = today !== this.getAttribute('day');
    this.style.setProperty('--s', this.minute);
  }
}

customElements.define('clinic-nowline', NowLine);
customElements.define('clinic-calendar', Calendar);
