// The keyboard. Keys pressed inside a field, or with a modifier, belong to the browser.

/**
 * @param actions by key: a function of the event; key 'digit' for 0 to 9
 */
export function listen(actions) {
  document.addEventListener('keydown', e => {
    const field = e.target.matches?.('select, input:not([type="range"])') || document.querySelector('dialog[open]');
    if (field || e.ctrlKey || e.altKey || e.metaKey) {
      return;
    }
    const pressed = e.key === ' ' && e.target.matches?.('button'); // a button presses itself
    const action = /^\d$/.test(e.key) ? actions.digit : actions[e.key];
    if (action && !pressed) {
      e.preventDefault();
      action(e);
    }
  });
}
