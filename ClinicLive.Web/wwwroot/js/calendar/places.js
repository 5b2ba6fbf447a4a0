// Where things are in the calendar: minutes of the clinic's wall clock in the column of a doctor's day.
export const step = 5, slot = 15, day = 1440;
export const holds = new Set(['Held', 'Booked', 'Arrived', 'Ready', 'InConsultation', 'Paused']);

export const clock = (minute) => `${Math.floor(minute / 60) % 24}:${String(minute % 60).padStart(2, '0')}`;
export const within = (value, least, most) => Math.max(least, Math.min(most, value));
export const begin = (card) => Number(card.style.getPropertyValue('--s'));
export const length = (card) => Number(card.style.getPropertyValue('--m'));
export const cardsOf = (column) => [...column.querySelectorAll('.ev')].sort((a, b) => begin(a) - begin(b));

export class Places extends HTMLElement {
  find(selector) { return this.querySelector(selector); }
  get columns() { return [...this.querySelectorAll('.cal-col')]; }
  get edits() { return this.dataset.edits === 'true'; }

  say(words) {
    const place = document.querySelector('[data-say]');
    if (place) place.textContent = words;
  }

  get perMinute() { return this.find('.cal-col').offsetHeight / day; }
  get gutter() { return this.find('.cal-hours').offsetWidth; }

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

  pressKey(key, event) {
    event?.preventDefault();
    document.querySelector(`.cal-bar [data-key="${key}"]`)?.click();
  }
}
