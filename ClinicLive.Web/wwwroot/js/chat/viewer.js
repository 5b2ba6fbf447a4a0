// Pictures of a conversation at full size: on to the next, back to the list, or kept on one's own machine.
let dialog;

function made() {
  if (dialog) return dialog;
  dialog = document.createElement('dialog');
  dialog.className = 'viewer';
  dialog.setAttribute('aria-label', 'Picture');
  const button = (label, words, press) => {
    const one = document.createElement('button');
    one.type = 'button';
    one.className = 'btn';
    one.setAttribute('aria-label', label);
    one.textContent = words;
    one.onclick = press;
    return one;
  };
  dialog.picture = document.createElement('img');
  dialog.name = document.createElement('bdi');
  dialog.keep = document.createElement('a');
  dialog.keep.className = 'btn';
  dialog.keep.textContent = 'Download';
  dialog.before = button('Picture before', '‹', () => step(-1));
  dialog.after = button('Picture after', '›', () => step(1));
  const bar = document.createElement('div');
  bar.className = 'viewer-bar';
  bar.append(dialog.name, dialog.before, dialog.after, dialog.keep, button('Close', 'Close', () => dialog.close()));
  dialog.append(bar, dialog.picture);
  dialog.addEventListener('keydown', event => {
    if (event.key === 'ArrowLeft') step(-1);
    else if (event.key === 'ArrowRight') step(1);
  });
  dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener('close', () => dialog.all[dialog.at]?.focus());
  document.body.append(dialog);
  return dialog;
}

function step(by) {
  const next = dialog.at + by;
  if (next >= 0 && next < dialog.all.length) showAt(next);
}

function showAt(at) {
  dialog.at = at;
  const { picture: address, name } = dialog.all[at].dataset;
  dialog.picture.src = address;
  dialog.picture.alt = name;
  dialog.name.textContent = name;
  dialog.keep.href = address;
  dialog.keep.download = name;
  dialog.before.disabled = at === 0;
  dialog.after.disabled = at === dialog.all.length - 1;
}

export function view(button, list) {
  made();
  dialog.all = [...list.querySelectorAll('[data-picture]')];
  showAt(dialog.all.indexOf(button));
  dialog.showModal();
}
