// A card: one big number, a word beside it, and its last minute as a small chart.

import { colours } from './theme.js';

/** What stands where a number is missing. */
export const NONE = '–';

const SECONDS = 60;
const NICE = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/** The smallest round number that is not below the value: 1, 1.5, 2, 3, 4, 5, 6 or 8 times a power of ten. */
export function roundUp(value) {
  if (!(value > 0)) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return power * NICE.find(n => n * power >= value * 0.999999);
}

export class Card {
  /**
   * @param kind 'deep' for what needs two cameras, 'shallow' for what stands there with one
   * @param lines [{of: point => number or null, colour, dashed}]
   * @param words (point) => {value, unit, aside: [[colour or null, text] ..]}
   * @param span points from edge to edge
   * @param over that time in words
   */
  constructor(host, { title, hint, kind, lines, words, span = SECONDS, over = 'last 60 seconds' }) {
    this.lines = lines;
    this.words = words;
    this.span = Math.max(2, span);
    this.at = null;
    const card = document.createElement('article');
    card.className = 'card ' + (kind ?? '');
    card.title = hint;
    const head = document.createElement('h2');
    head.textContent = title;
    this.value = document.createElement('div');
    this.value.className = 'value number';
    this.aside = document.createElement('div');
    this.aside.className = 'aside number';
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', title + ', ' + over);
    const plot = document.createElement('div');
    plot.className = 'plot';
    plot.append(this.canvas);
    card.append(head, this.value, this.aside, plot);
    host.append(card);
    this.points = [];
    new ResizeObserver(() => this.draw(this.points)).observe(this.canvas);
  }

  /** @param at index of the point that the words are of, marked; null for the last, unmarked */
  draw(points, at = this.at) {
    this.points = points;
    this.at = at;
    const last = points[at ?? points.length - 1];
    if (last) {
      const { value, unit, aside } = this.words(last);
      const small = document.createElement('small');
      small.textContent = value === NONE ? '' : unit;
      this.value.replaceChildren(value, small);
      this.aside.replaceChildren(...aside.flatMap(([colour, text]) => {
        const key = document.createElement('i');
        key.className = colour ?? '';
        return colour ? [key, text] : [text];
      }));
    }
    this.plot(points);
  }

  plot(points) {
    const ratio = Math.min(devicePixelRatio, 2);
    const { clientWidth: w, clientHeight: h } = this.canvas;
    if (w === 0 || h === 0) {
      return;
    }
    this.canvas.width = w * ratio;
    this.canvas.height = h * ratio;
    const g = this.canvas.getContext('2d');
    g.scale(ratio, ratio);
    const known = this.lines.flatMap(line => points.map(line.of)).filter(Number.isFinite);
    const top = roundUp(Math.max(0, ...known) * 1.12);
    const right = w - 1;
    const bottom = h - 2;
    const x = i => right - (points.length - 1 - i) * (right / (this.span - 1));
    const y = v => bottom - (v / top) * (bottom - 3);
    this.axis(g, w, bottom, top, y, known.length > 0);
    this.lines.forEach((line, n) => this.curve(g, points.map(line.of), line, x, y, n === 0 ? bottom : null));
    if (this.at !== null) {
      g.fillStyle = colours.text;
      g.globalAlpha = 0.6;
      g.fillRect(Math.round(x(this.at)) - 0.5, 0, 1, h);
      g.globalAlpha = 1;
    }
  }

  axis(g, w, bottom, top, y, known) {
    g.strokeStyle = colours.line;
    g.lineWidth = 1;
    for (const v of [0, top]) {
      g.beginPath();
      g.moveTo(0, Math.round(y(v)) + 0.5);
      g.lineTo(w, Math.round(y(v)) + 0.5);
      g.stroke();
    }
    if (known) {
      g.fillStyle = colours.quiet;
      g.font = '11px system-ui, sans-serif';
      g.textBaseline = 'top';
      g.fillText(String(+top.toPrecision(3)), 1, y(top) + 3);
    }
  }

  curve(g, values, line, x, y, fillTo) {
    g.strokeStyle = colours[line.colour];
    g.lineWidth = 1.7;
    g.lineJoin = 'round';
    g.setLineDash(line.dashed ? [4, 4] : []);
    let start = 0;
    for (let i = 0; i <= values.length; i++) {
      if (i === values.length || !Number.isFinite(values[i])) {
        this.piece(g, values, start, i, x, y, fillTo, colours[line.colour]); // a hole stays a hole
        start = i + 1;
      }
    }
    g.setLineDash([]);
  }

  piece(g, values, from, to, x, y, fillTo, colour) {
    if (to <= from) {
      return;
    }
    g.beginPath();
    for (let i = from; i < to; i++) {
      g.lineTo(x(i), y(values[i]));
    }
    if (to - from === 1) {
      g.lineTo(x(from) + 1.5, y(values[from]));
    }
    g.stroke();
    if (fillTo !== null) {
      g.lineTo(x(to - 1), fillTo);
      g.lineTo(x(from), fillTo);
      g.globalAlpha = 0.12;
      g.fillStyle = colour;
      g.fill();
      g.globalAlpha = 1;
    }
  }
}

/** The last minute of one value a second; older ones are forgotten. */
export class LastMinute {
  constructor() {
    this.points = [];
  }

  add(point) {
    this.points.push(point);
    if (this.points.length > SECONDS) {
      this.points.shift();
    }
  }
}
