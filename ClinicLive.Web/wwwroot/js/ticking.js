// Times that pass on screen tick here: the server sends an instant once and renders nothing for the passing of time.

let serverAhead = 0; // milliseconds by which the clinic's clock is ahead of this one
export const clinicNow = () => Date.now() + serverAhead;
export function setClinicClock(serverMilliseconds) {
  // Only a clock that is clearly off is corrected; the way of the answer is no drift.
  const ahead = serverMilliseconds - Date.now();
  serverAhead = Math.abs(ahead) > 1500 ? ahead : 0;
  tickAll();
}

const ticking = new Set();

export class Ticking extends HTMLElement {
  connectedCallback() { ticking.add(this); this.tick(); }
  disconnectedCallback() { ticking.delete(this); }
  attributeChangedCallback() { if (this.isConnected) this.tick(); }
  say(text) { if (this.textContent !== text) this.textContent = text; }
  instant(name) { return Date.parse(this.getAttribute(name)); }
}

const minutes = (milliseconds) => Math.max(0, Math.floor(milliseconds / 60000));

// <clinic-elapsed since of amber red>: "12 min", or "18 of 20 min". Marks itself and its card when it takes long.
class Elapsed extends Ticking {
  static observedAttributes = ['since', 'of', 'amber', 'red'];
  tick() {
    const passed = minutes(clinicNow() - this.instant('since'));
    const of = this.getAttribute('of');
    this.say(of ? `${passed} of ${of} min` : `${passed} min`);
    const red = Number(this.getAttribute('red') ?? Infinity), amber = Number(this.getAttribute('amber') ?? Infinity);
    const level = passed >= red ? 'late' : passed >= amber ? 'wait' : 'fine';
    if (this.dataset.level !== level) {
      this.dataset.level = level;
      const card = this.closest('[data-appointment]');
      if (card) card.dataset.level = level;
    }
  }
}

// <clinic-overdue start>: nothing until the time has come, then "7 min late".
class Overdue extends Ticking {
  static observedAttributes = ['start'];
  tick() {
    const late = minutes(clinicNow() - this.instant('start'));
    this.say(late < 1 ? '' : late < 100 ? `${late} min late` : `${Math.floor(late / 60)} h late`);
    this.dataset.level = late >= 1 ? 'wait' : 'none';
  }
}

// <clinic-countdown until over>: "4:59", then the words of "over".
class Countdown extends Ticking {
  static observedAttributes = ['until', 'over'];
  tick() {
    const left = Math.ceil((this.instant('until') - clinicNow()) / 1000);
    this.say(left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}` : this.getAttribute('over') ?? '');
    this.dataset.level = left > 0 ? 'fine' : 'late';
  }
}

// <clinic-clock at>: the instant as this browser writes times of the day.
class Clock extends Ticking {
  static observedAttributes = ['at'];
  tick() { this.say(new Date(this.instant('at')).toLocaleTimeString()); }
}

// <clinic-now zone>: the clinic's wall clock.
class Now extends Ticking {
  static observedAttributes = ['zone'];
  tick() {
    const zone = this.getAttribute('zone');
    this.say(new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: '2-digit', timeZone: zone }).format(new Date(clinicNow())));
  }
}

// <clinic-until until>: what stands inside lapses by itself.
class Until extends Ticking {
  static observedAttributes = ['until'];
  tick() { this.dataset.level = this.instant('until') > clinicNow() ? 'fine' : 'over'; }
}

customElements.define('clinic-until', Until);
customElements.define('clinic-elapsed', Elapsed);
customElements.define('clinic-overdue', Overdue);
customElements.define('clinic-countdown', Countdown);
customElements.define('clinic-clock', Clock);
customElements.define('clinic-now', Now);

function tickAll() { for (const element of ticking) element.tick(); }
setInterval(tickAll, 1000);
document.addEventListener('visibilitychange', tickAll);
