// The colours of theme.css for those who draw on a canvas, and the choice between light and dark.

const light = matchMedia('(prefers-color-scheme: light)');
const names = ['ground', 'panel', 'well', 'line', 'text', 'quiet', 'right', 'left', 'spine', 'truth', 'on', 'off',
  'first', 'second', 'grid'];
const listeners = [];
const probe = document.createElement('span');
probe.hidden = true;
document.documentElement.append(probe);

/** By name, each "rgb(r, g, b)". */
export const colours = {};

/** The same as [r, g, b], 0 to 255. */
export const bytes = {};

function read() {
  for (const name of names) {
    probe.style.color = `var(--${name})`; // the browser resolves light-dark()
    colours[name] = getComputedStyle(probe).color;
    bytes[name] = colours[name].match(/\d+/g).map(Number);
  }
}

function changed() {
  read();
  listeners.forEach(listener => listener());
}

read();
light.addEventListener('change', changed);

/** Calls back whenever light turns to dark or back, after {@link colours} has changed. */
export function onThemeChange(listener) {
  listeners.push(listener);
}

/** Whether the page is light now. */
export function isLight() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'light' || (chosen !== 'dark' && light.matches);
}

/** Turns light to dark or back, and remembers it. */
export function toggleTheme() {
  const theme = isLight() ? 'dark' : 'light';
  document.documentElement.dataset.theme = theme;
  localStorage.setItem('evpose-theme', theme);
  changed();
}

/** Sides of the body by joint label: shoulderR is right. */
export function sideOf(label) {
  return label.endsWith('R') ? 'right' : label.endsWith('L') ? 'left' : 'spine';
}

/** A bone has a side when both of its ends have the same, or one end is the head. */
export function sideOfBone(from, to) {
  const a = sideOf(from);
  const b = sideOf(to);
  return a === b ? a : a === 'spine' ? b : b === 'spine' ? a : 'spine';
}
