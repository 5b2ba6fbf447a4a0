// Places, ranges and delays go on with the clock while nothing happens. The sums are those of WaitForecast.At and DelayForecast.At;
// change both or neither (a test compares them).
import { Ticking, clinicNow } from './ticking.js';

const between = 1, onTime = 10, worth = 10; // minutes
const list = (text) => text ? text.split(',').map(item => item.split('/').map(Number)) : [];
const restOf = ([began, usual], now) => Math.max(Math.max(2, usual * 0.35), usual - (now - began) / 60);

// "before|minutes|began/usual,…|break until|until/minutes,…", instants and now in Unix seconds.
export function waitAt(line, now) {
  const [before, minutes, open, back, expected] = line.split('|');
  const come = list(expected).filter(([until]) => until >= now);
  let free = list(open).reduce((sum, one) => sum + restOf(one, now) + between, 0);
  if (back) free = Math.max(free, (Number(back) - now) / 60);
  const least = free + Number(minutes);
  const most = come.reduce((sum, [, length]) => sum + length, least);
  const fewest = Math.floor(least * 0.7);
  return { position: 1 + Number(before) + come.length, fewest, most: Math.max(Math.ceil(most * 1.5), fewest + 5) };
}

// "began/usual,…|break until|due/minutes/is here,…"
export function delayAt(line, now) {
  const [open, back, ahead] = line.split('|');
  let free = now + list(open).reduce((sum, one) => sum + (restOf(one, now) + between) * 60, 0);
  if (back) free = Math.max(free, Number(back));
  let minutes = null, affected = 0;
  for (const [time, length, isHere] of list(ahead)) {
    if (!isHere && time + onTime * 60 < now) continue;
    const due = isHere || time > now ? time : now;
    const begins = isHere || due < free ? free : due;
    const late = (begins - due) / 60;
    minutes ??= Math.max(0, Math.floor(late));
    if (late >= worth) affected++;
    free = begins + length * 60;
  }
  return { minutes: minutes ?? 0, affected };
}

const ordinal = (n) => n + (n % 100 >= 11 && n % 100 <= 13 ? 'th' : { 1: 'st', 2: 'nd', 3: 'rd' }[n % 10] ?? 'th');
const range = ({ fewest, most }) => fewest <= 0 ? `within about ${most} minutes` : `about ${fewest}–${most} minutes`;

// <clinic-wait line say>: "2nd", "about 12–26 minutes", or with say="both" "2nd, about 12–26 minutes".
class Wait extends Ticking {
  static observedAttributes = ['line', 'say'];
  tick() {
    const line = this.getAttribute('line');
    if (!line) return;
    const wait = waitAt(line, clinicNow() / 1000);
    const say = this.getAttribute('say');
    this.say(say === 'place' ? ordinal(wait.position) : say === 'range' ? range(wait) : `${ordinal(wait.position)}, ${range(wait)}`);
  }
}

// <clinic-late line who>: nothing while in time, then "Dr Osei runs 18 min late, 5 patients affected", shorter where it stands beside the name. Marks itself, so that what belongs to it is hidden too.
class Late extends Ticking {
  static observedAttributes = ['line', 'who'];
  tick() {
    const { minutes, affected } = delayAt(this.getAttribute('line') ?? '||', clinicNow() / 1000);
    const isLate = minutes >= worth;
    const who = this.getAttribute('who');
    this.say(!isLate ? '' : who ? `${who} runs ${minutes} min late, ${affected} ${affected === 1 ? 'patient' : 'patients'} affected` : `${minutes} min late, ${affected} affected`);
    this.dataset.level = isLate ? 'late' : 'none';
  }
}

customElements.define('clinic-wait', Wait);
customElements.define('clinic-late', Late);
