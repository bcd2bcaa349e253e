// The time-line: pause, scrub, go on, back to now.

export const PLAY = 'M4 2.5v11l9-5.5z';
export const PAUSE = 'M4 2.5h3v11H4zM9 2.5h3v11H9z';

const $ = id => document.getElementById(id);

/** A sign of 16 by 16. */
export function icon(path) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}

function ago(millis) {
  const seconds = Math.round(millis / 1000);
  return '−' + Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0');
}

export class Timeline {
  constructor(past) {
    this.past = past;
    this.dragging = false;
    this.playIcon = null;
    $('play').addEventListener('click', () => past.toggle());
    $('live').addEventListener('click', () => past.live());
    $('scrub').addEventListener('input', e => past.seek(past.now() + Number(e.target.value)));
    this.draw();
  }

  draw() {
    const { past } = this;
    const moving = past.isLive || past.playing;
    if (this.playIcon !== moving) {
      this.playIcon = moving;
      $('play').replaceChildren(icon(moving ? PAUSE : PLAY));
      $('play').setAttribute('aria-label', moving ? 'pause' : 'go on');
    }
    const back = past.isLive ? 0 : past.now() - past.at;
    $('scrub').min = Math.min(-1, past.first() - past.now());
    $('scrub').max = 0;
    $('scrub').value = -back;
    const words = past.isLive ? 'now' : ago(back);
    $('moment').textContent = words;
    $('scrub').setAttribute('aria-valuetext', words);
    $('live').setAttribute('aria-pressed', String(past.isLive));
    $('past-note').hidden = past.isLive;
    $('past-note').textContent = 'from the log, ' + ago(back);
  }

  /** Steps back or forth by seconds. */
  step(seconds) {
    const { past } = this;
    const to = (past.isLive ? past.now() : past.at) + 1000 * seconds;
    if (to >= past.last()) {
      past.live();
    } else {
      past.seek(to);
    }
  }
}
