// A press on a card carries what this screen showed, and goes to the board, not to the button: a button that is drawn anew at that
// moment would swallow it, and nobody would learn who was faster.
import { glow } from './glow.js';

Blazor.registerCustomEventType('cardpress', { createEventArgs: event => event.detail });

function pressOf(target) {
  const button = target.closest?.('[data-press]');
  const card = button?.closest('[data-appointment]');
  return card ? { button, id: card.dataset.appointment, version: Number(card.dataset.version), status: card.dataset.status, key: button.dataset.press } : null;
}

function send({ id, version, status, key }) {
  document.querySelector('[data-presses]')?.dispatchEvent(new CustomEvent('cardpress', { bubbles: true, detail: { id, version, status, key } }));
}

// A card that leaves lets the next one slide under the hand, and a step done puts the next step there: the second half of a double
// click is meant for neither.
const DOUBLE_CLICK_MS = 500, SAME_PLACE_PX = 8;
let last = null;

function isSecondHalf(event) {
  if (!last || event.timeStamp - last.at > DOUBLE_CLICK_MS || Math.hypot(event.clientX - last.x, event.clientY - last.y) > SAME_PLACE_PX) return false;
  const card = event.target.closest?.('[data-appointment]')?.dataset.appointment;
  return card !== last.id || (event.detail > 1 && pressOf(event.target)?.key !== last.key);
}

document.addEventListener('click', event => {
  if (event.detail > 0 && isSecondHalf(event)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }

  const press = pressOf(event.target);
  if (!press) return;
  event.stopPropagation();
  if (event.detail > 0) last = { at: event.timeStamp, x: event.clientX, y: event.clientY, id: press.id, key: press.key };
  send(press);
}, true);

// The button may go between the finger's coming and its leaving: then there is no click at all.
let down = null;
document.addEventListener('pointerdown', event => { down = isSecondHalf(event) ? null : pressOf(event.target); }, true);
document.addEventListener('pointercancel', () => { down = null; }, true);
document.addEventListener('pointerup', () => {
  if (down && !down.button.isConnected) send(down);
  down = null;
}, true);

// A card that goes to another lane or is drawn anew is a new element: the focus goes with it, and nothing jumps.
let focused = null;
document.addEventListener('focusin', event => {
  const card = event.target.closest?.('[data-appointment]');
  focused = card ? { element: event.target, id: card.dataset.appointment, key: event.target.dataset.key } : null;
});

new MutationObserver(() => {
  if (!focused || focused.element.isConnected || (document.activeElement && document.activeElement !== document.body)) return;
  const card = document.querySelector(`[data-appointment="${focused.id}"]`);
  ((focused.key && card?.querySelector(`[data-key="${focused.key}"]`)) || card?.querySelector('a'))?.focus({ preventScroll: true });
}).observe(document.body, { childList: true, subtree: true });

// Arrow keys, Escape and Tab inside an open menu.
document.addEventListener('keydown', event => {
  const menu = event.target.closest?.('[role="menu"]');
  if (!menu) return;
  const items = [...menu.querySelectorAll('[role="menuitem"]')];
  const at = items.indexOf(document.activeElement);
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    items[(at + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length]?.focus();
  } else if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    const more = menu.closest('[data-appointment]')?.querySelector('[data-key="m"]');
    more?.focus({ preventScroll: true }); // the menu goes, and the focus must not go with it
    more?.click();
  }
});

// A menu that has just been drawn takes the focus, and so does the field of a dialog that asks for it; a click elsewhere closes the menu.
new MutationObserver(changes => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (node.nodeType !== 1) continue;
      const own = (wanted) => node.matches(wanted) ? node : node.querySelector(wanted);
      own('[role="menu"]')?.querySelector('[role="menuitem"]')?.focus({ preventScroll: true });
      own('.rz-dialog [autofocus]')?.focus({ preventScroll: true });
    }
  }
}).observe(document.body, { childList: true, subtree: true });

document.addEventListener('click', event => {
  for (const menu of document.querySelectorAll('[role="menu"]')) {
    const card = menu.closest('[data-appointment]');
    if (card && !card.contains(event.target)) card.querySelector('[data-key="m"]')?.click();
  }
});

// A change made elsewhere is seen to happen: a card that came or changed glows for a moment. Not for what a filter brings back.
let filteredAt = 0, boardSince = Infinity;
document.addEventListener('input', event => { if (event.target.closest?.('.filters')) filteredAt = Date.now(); });

function noteChange(card) {
  if (Date.now() - filteredAt >= 800 && Date.now() - boardSince >= 1500) glow(card);
}

new MutationObserver(changes => {
  if (!document.querySelector('[data-lane]')) { boardSince = Infinity; return; }
  if (boardSince === Infinity) boardSince = Date.now(); // a page that was just drawn is no change
  for (const change of changes) {
    if (change.type === 'attributes') noteChange(change.target);
    else for (const node of change.addedNodes) if (node.dataset?.appointment) noteChange(node);
  }
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-version'] });
