// A card that goes to another lane is a new element there: the focus goes with it, and nothing jumps.
let focused = null;
document.addEventListener('focusin', event => { focused = event.target.closest?.('[data-appointment]')?.dataset.appointment ?? null; });

new MutationObserver(changes => {
  if (!focused || (document.activeElement && document.activeElement !== document.body)) return;
  if (!changes.some(change => [...change.removedNodes].some(node => node.dataset?.appointment === focused))) return;
  document.querySelector(`[data-appointment="${focused}"] a`)?.focus({ preventScroll: true });
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
const calm = matchMedia('(prefers-reduced-motion: reduce)');
let filteredAt = 0, boardSince = Infinity;
document.addEventListener('input', event => { if (event.target.closest?.('.filters')) filteredAt = Date.now(); });

function glow(card) {
  if (calm.matches || Date.now() - filteredAt < 800 || Date.now() - boardSince < 1500) return;
  const soft = getComputedStyle(document.documentElement).getPropertyValue('--accent-soft');
  card.animate([{ backgroundColor: soft }, {}], { duration: 1400, easing: 'ease-out' });
}

new MutationObserver(changes => {
  if (!document.querySelector('[data-lane]')) { boardSince = Infinity; return; }
  if (boardSince === Infinity) boardSince = Date.now(); // a page that was just drawn is no change
  for (const change of changes) {
    if (change.type === 'attributes') glow(change.target);
    else for (const node of change.addedNodes) if (node.dataset?.appointment) glow(node);
  }
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-version'] });
