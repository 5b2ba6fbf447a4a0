// The calendar under the hands (calendar/: places, moves, keys, the line of now). The server draws the appointments; this only moves a
// shadow, and tells where it was let go (caldrop) or which empty time was chosen (calslot).
import { glow } from './glow.js';
import './calendar/nowline.js';
import { Keys } from './calendar/keys.js';
import { begin, day, within } from './calendar/places.js';

for (const name of ['caldrop', 'calslot']) Blazor.registerCustomEventType(name, { createEventArgs: event => event.detail });

class Calendar extends Keys {
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

  // A change made elsewhere is seen to happen; a page that was just drawn is no change.
  noteChanges(changes) {
    if (performance.now() - this.since < 1500) return;
    for (const change of changes) {
      const cards = change.type === 'attributes' ? [change.target] : [...change.addedNodes].filter(node => node.dataset?.appointment);
      for (const card of cards) glow(card, { asRing: true });
    }
  }
}

customElements.define('clinic-calendar', Calendar);
