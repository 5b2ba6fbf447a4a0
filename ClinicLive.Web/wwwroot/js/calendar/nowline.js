import { clinicNow } from '../ticking.js';

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
