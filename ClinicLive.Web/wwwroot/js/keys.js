// Keys for hands that are busy. Nothing happens while somebody types, or with Ctrl, Alt or Cmd held (but Ctrl+K).
const isTyping = (target) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

document.addEventListener('keydown', event => {
  // The library listens for Escape only half a second after a dialog has come; a hand that changes its mind is faster.
  const dialog = event.key === 'Escape' ? [...document.querySelectorAll('.rz-dialog')].at(-1) : null;
  if (dialog) {
    dialog.querySelector('.rz-dialog-titlebar-close')?.click();
    return;
  }
  const find = document.querySelector('[data-key="/"]');
  if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && find) {
    event.preventDefault();
    find.focus();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target)) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  if (document.querySelector('.rz-dialog-wrapper, dialog[open]')) return;

  if (event.key === '/' && find) {
    event.preventDefault();
    find.focus();
  } else if (event.key === '?') {
    document.getElementById('keys')?.showModal();
  } else if (event.key === 'n') {
    press(document.querySelector('[data-key="n"]'), event);
  } else {
    onCard(event);
  }
});

// In a combobox the arrows move in the list and Enter takes from it: neither moves the cursor, and Enter does not send the form.
document.addEventListener('keydown', event => {
  if (event.target.matches?.('[role="combobox"]') && ['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) event.preventDefault();
});

function onCard(event) {
  const card = document.activeElement?.closest?.('[data-appointment]');
  const arrows = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };
  if (arrows[event.key]) {
    if (document.activeElement?.closest?.('[role="menu"]')) return;
    const next = card ? neighbour(card, ...arrows[event.key]) : document.querySelector('[data-lane] [data-appointment]');
    if (!next) return;
    event.preventDefault();
    next.querySelector('a').focus();
    next.scrollIntoView({ block: 'nearest' });
  } else if (card && document.activeElement.parentElement === card) {
    if (['s', 'm', 'u'].includes(event.key)) press(card.querySelector(`[data-key="${event.key}"]`), event);
  } else if (event.key === 'u') {
    press(document.querySelector('.said [data-key="u"]'), event); // where the card went out of sight
  }
}

function neighbour(card, across, down) {
  const lane = card.closest('[data-lane]');
  const cards = [...lane.querySelectorAll('[data-appointment]')];
  if (down) return cards[cards.indexOf(card) + down];
  const lanes = [...document.querySelectorAll('[data-lane]')].filter(l => l === lane || l.querySelector('[data-appointment]'));
  const beside = lanes[lanes.indexOf(lane) + across];
  return beside?.querySelectorAll('[data-appointment]')[Math.min(cards.indexOf(card), beside.querySelectorAll('[data-appointment]').length - 1)];
}

function press(element, event) {
  if (!element) return;
  event.preventDefault();
  element.click();
}
