// Taking up, moving, lengthening and choosing a time by mouse, pen and finger. Only a shadow moves: the server draws the appointments.
import { Places, begin, cardsOf, clock, day, holds, length, step, within } from './places.js';

export class Moves extends Places {
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
}
