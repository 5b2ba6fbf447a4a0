// Runs before the first paint, so that a dark screen never flashes light. Light, dark or as the system says.
const theme = localStorage.getItem('theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
