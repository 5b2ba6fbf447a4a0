// The calendar by keys: a cursor that walks over free times and appointments, and moving without a mouse.
import { Moves } from './moves.js';
import { begin, cardsOf, clock, day, length, slot, step, within } from './places.js';

export class Keys extends Moves {
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
}
