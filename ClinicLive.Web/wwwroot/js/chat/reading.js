// Where the reader is: the place in the list is kept whatever is drawn above, pages are read while scrolling, and what was seen is told.
import { glow } from '../glow.js';

const near = 700, slack = 40;

export class Reading {
  constructor(room) {
    this.room = room;
    this.section = room.section;
    this.scroller = room.section.querySelector('.chat-scroll');
    this.list = room.list;
    this.sticks = true;
    this.seen = 0;
    room.on(this.scroller, 'scroll', () => this.onScroll(), { passive: true });
    for (const [target, event] of [[document, 'visibilitychange'], [window, 'focus'], [window, 'blur']]) room.on(target, event, () => this.onLook());
    this.watch = new MutationObserver(() => this.onDrawn());
    this.watch.observe(this.list, { childList: true, subtree: true });
    this.size = new ResizeObserver(() => { if (this.sticks) this.toEnd(); });
    this.size.observe(this.scroller);
  }

  end() {
    this.watch.disconnect();
    this.size.disconnect();
  }

  begin() {
    const at = this.section.dataset.at;
    const first = at ? this.message(at) : this.list.querySelector('[data-new]');
    if (first) {
      this.sticks = false;
      this.scroller.scrollTop += first.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top - 48;
      if (at) this.glow(first);
    } else this.toEnd();
    this.onScroll();
    this.onLook();
  }

  message(sequence) { return this.list.querySelector(`[data-sequence="${sequence}"]`); }

  toEnd() { this.scroller.scrollTop = this.scroller.scrollHeight; }

  stick() {
    this.sticks = true;
    this.toEnd();
  }

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
    this.room.meanwhile.settle();
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
      this.room.ask('AtEnd', atEnd);
    }
    if (this.section.dataset.older && this.scroller.scrollTop < near) this.load('OlderAsync');
    else if (this.section.dataset.newer && this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < near) this.load('NewerAsync');
    this.reportSeen();
  }

  async load(page) {
    if (this.loading) return;
    this.loading = true;
    try { await this.room.ask(page); } finally { this.loading = false; }
  }

  onLook() {
    const looks = !document.hidden && document.hasFocus();
    if (looks !== this.looks) this.room.ask('Looking', looks);
    this.looks = looks;
    this.reportSeen();
  }

  // What was told while the line was away may not have arrived.
  tellAgain() {
    this.seen = 0;
    this.looks = undefined;
    this.onLook();
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
    this.seenSoon = setTimeout(() => this.room.ask('SeenAsync', this.seen), 150);
  }

  glow(element) { glow(element, { colour: '--wait-soft', lasts: 1600 }); }

  show(sequence) {
    const wanted = this.message(sequence);
    if (!wanted) return;
    this.sticks = false;
    wanted.scrollIntoView({ block: 'center' });
    this.anchor = this.anchorNow();
    this.glow(wanted);
  }

  toNewest() {
    this.sticks = true;
    this.room.ask('ToNewestAsync').then(() => this.toEnd());
  }
}
