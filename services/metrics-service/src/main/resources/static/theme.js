// The colours of page.css for those who draw on a canvas; they change with the system's light and dark.

const light = matchMedia('(prefers-color-scheme: light)');
const names = ['ground', 'panel', 'well', 'line', 'text', 'quiet', 'right', 'left', 'spine', 'truth', 'on', 'off',
  'first', 'second', 'grid'];

export const colours = {};

function read() {
  const style = getComputedStyle(document.documentElement);
  for (const name of names) {
    colours[name] = style.getPropertyValue('--' + name).trim();
  }
}

read();

/** Calls back whenever light turns to dark or back, after {@link colours} has changed. */
export function onThemeChange(changed) {
  light.addEventListener('change', () => {
    read();
    changed();
  });
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
