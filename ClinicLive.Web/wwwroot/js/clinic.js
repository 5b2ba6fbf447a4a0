// What the browser does by itself: ticking times, the line to the clinic, keys. Everything else is drawn by the server.
import './ticking.js';
import './queue.js';
import { keepLine } from './line.js';
import './keys.js';
import './board.js';
import './chat.js';
import './calendar.js';
import './attention.js';
import './push.js';
import './notify.js';
import './display.js';

document.addEventListener('click', event => {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('[data-theme-toggle]')) {
    const root = document.documentElement;
    const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = isDark ? 'light' : 'dark';
    localStorage.setItem('theme', root.dataset.theme);
  }
  target?.closest('[popover] a')?.closest('[popover]').hidePopover(); // what was behind the button has been chosen
  if (target?.closest('.skip')) {
    event.preventDefault(); // with a base address the link itself would leave the page
    document.getElementById('main').focus();
  }
  if (target?.closest('[data-reload]')) {
    event.preventDefault();
    location.reload();
  }
});

// A page that came back by itself takes up what was being typed; a page that was opened anew does not.
window.clinicWasReloaded = () => performance.getEntriesByType('navigation')[0]?.type === 'reload';

keepLine();
