// The line of words: how the stream is, and what is wrong with it.

const $ = id => document.getElementById(id);

/** @param level ok, note or bad */
export function sayHealth(level, words) {
  $('health').className = level;
  const line = $('health').querySelector('.words');
  if (line.textContent !== words) { // or a screen reader says it every second
    line.textContent = words;
  }
}

/** @param findings [{level, words}], the worst first */
export function sayFindings(findings) {
  $('findings').replaceChildren(...findings.map(({ level, words }) => {
    const item = document.createElement('li');
    item.className = level;
    item.textContent = words;
    item.title = words;
    return item;
  }));
}

/** Why no body is shown; '' when one is. */
export function sayOnStage(words) {
  $('stage-note').textContent = words;
  $('stage-note').hidden = words === '';
}
