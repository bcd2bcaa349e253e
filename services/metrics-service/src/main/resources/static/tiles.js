// One tile for each camera: its latest events, the joints found in them with their peaks' width, and the truth.

import { bytes, colours, onThemeChange, sideOf, sideOfBone } from './theme.js';

const SHOWN_CONFIDENCE = 0.05; // fainter joints are drawn hollow
const OPAQUE = 0xff000000;
const NARROW = 170; // CSS pixels; a narrower tile shows no peaks
const ACROSS = 8;
const MANY = 6; // more are shown smaller where there is little room
const LEAST_LINE = 1.7; // CSS pixels

const STATES = { none: 'waiting for the first key frame', held: 'held' };

const packed = ([r, g, b]) => (OPAQUE | b << 16 | g << 8 | r) >>> 0;

class Tile {
  constructor(camera, setup, index, choose) {
    this.camera = camera;
    this.setup = setup;
    this.view = null;
    this.figure = document.createElement('figure');
    this.figure.className = 'camera';
    this.figure.title = index < 9 ? 'look from ' + camera.id + ' (' + (index + 1) + ')' : 'look from ' + camera.id;
    this.figure.addEventListener('click', () => choose(index));
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', 'events and joints of ' + camera.id);
    this.canvas.style.aspectRatio = camera.width + ' / ' + camera.height;
    const caption = document.createElement('figcaption');
    const name = document.createElement('b');
    name.textContent = camera.id;
    this.state = document.createElement('span');
    this.state.className = 'number';
    caption.append(name, this.state);
    this.figure.append(this.canvas, caption);
    this.g = this.canvas.getContext('2d', { willReadFrequently: true });
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.canvas);
  }

  resize() {
    const width = Math.round(this.canvas.clientWidth * Math.min(devicePixelRatio, 2));
    if (width > 0 && width !== this.canvas.width) {
      this.canvas.width = width;
      this.canvas.height = Math.round(width * this.camera.height / this.camera.width);
      this.image = this.g.createImageData(this.canvas.width, this.canvas.height);
      this.pixels = new Uint32Array(this.image.data.buffer);
      this.draw(this.view);
    }
  }

  draw(view) {
    this.view = view;
    if (!this.image) {
      return;
    }
    const g = this.g;
    this.pixels.fill(0);
    if (view) {
      this.events(view.events);
    }
    g.setTransform(1, 0, 0, 1, 0, 0);
    g.putImageData(this.image, 0, 0);
    this.state.textContent = !view ? 'no events yet' : STATES[view.source] ?? (view.joints || view.sides ? '' : 'no pose yet');
    if (view) {
      const scale = this.canvas.width / this.camera.width;
      g.setTransform(scale, 0, 0, scale, 0, 0);
      this.bones(view.truth, true);
      this.peaks(view);
      this.bones(view.joints, false);
      view.sides?.forEach(({ joints, colour }) => this.bones(joints, false, colour));
      this.dots(view);
    }
  }

  /** @param events each (row · width + column) · 2 + on */
  events(events) {
    const { width: across, height: down } = this.canvas;
    const scale = across / this.camera.width;
    const size = Math.max(1, Math.round(scale));
    const on = packed(bytes.on);
    const off = packed(bytes.off);
    for (const e of events) {
      const cell = e >> 1;
      const x = Math.floor(cell % this.camera.width * scale);
      const y = Math.floor(Math.floor(cell / this.camera.width) * scale);
      for (let dy = 0; dy < size && y + dy < down; dy++) {
        for (let dx = 0; dx < size && x + dx < across; dx++) {
          this.pixels[(y + dy) * across + x + dx] = e & 1 ? on : off;
        }
      }
    }
  }

  /** A length in sensor pixels that is not too thin on the screen. */
  atLeast(length) {
    return Math.max(length, LEAST_LINE * this.camera.width / this.canvas.clientWidth);
  }

  bones(xy, ghost, colour = null) {
    if (!xy) {
      return;
    }
    const g = this.g;
    const thick = this.camera.width / 346;
    g.lineCap = 'round';
    g.lineWidth = this.atLeast((ghost ? 3.6 : 2.6) * thick);
    g.globalAlpha = ghost ? 0.55 : 1;
    for (const [a, b] of this.setup.bones) {
      if (xy[2 * a] === null || xy[2 * b] === null) {
        continue;
      }
      g.strokeStyle = colours[ghost ? 'truth' : colour ?? sideOfBone(this.setup.joints[a], this.setup.joints[b])];
      g.beginPath();
      g.moveTo(xy[2 * a], xy[2 * a + 1]);
      g.lineTo(xy[2 * b], xy[2 * b + 1]);
      g.stroke();
    }
    g.globalAlpha = 1;
  }

  /** Each heatmap's peak: as wide as it spreads, as strong as it is sure. */
  peaks(view) {
    if (!view.joints || !view.spread || this.canvas.clientWidth < NARROW) {
      return;
    }
    const g = this.g;
    view.spread.forEach((spread, j) => {
      if (spread === null || view.joints[2 * j] === null) {
        return;
      }
      g.globalAlpha = 0.08 + 0.22 * view.confidence[j];
      g.fillStyle = colours[sideOf(this.setup.joints[j])];
      g.beginPath();
      g.arc(view.joints[2 * j], view.joints[2 * j + 1], 2 * spread, 0, 2 * Math.PI);
      g.fill();
    });
    g.globalAlpha = 1;
  }

  dots(view) {
    if (!view.joints) {
      return;
    }
    const g = this.g;
    const thick = this.camera.width / 346;
    this.setup.joints.forEach((label, j) => {
      if (view.joints[2 * j] === null) {
        return;
      }
      const sure = view.confidence[j] >= SHOWN_CONFIDENCE;
      g.beginPath();
      g.arc(view.joints[2 * j], view.joints[2 * j + 1], this.atLeast((label === 'head' ? 5.2 : 3.4) * thick), 0, 2 * Math.PI);
      g.fillStyle = colours[sideOf(label)];
      g.strokeStyle = sure ? colours.well : g.fillStyle;
      g.lineWidth = 1.2 * thick;
      if (sure) {
        g.fill();
      }
      g.stroke();
    });
  }
}

export class Tiles {
  /** @param choose called with the index of a camera that was clicked */
  constructor(host, choose) {
    this.host = host;
    this.choose = choose;
    this.tiles = [];
    onThemeChange(() => this.tiles.forEach(tile => tile.draw(tile.view)));
  }

  setUp(setup) {
    this.tiles.forEach(tile => tile.observer.disconnect());
    this.tiles = setup.cameras.map((camera, i) => new Tile(camera, setup, i, this.choose));
    const n = this.tiles.length;
    this.host.dataset.count = n;
    this.host.classList.toggle('many', n > MANY);
    this.host.style.setProperty('--across', n <= ACROSS ? Math.max(1, n) : Math.ceil(n / Math.ceil(n / ACROSS)));
    this.host.replaceChildren(...this.tiles.map(tile => tile.figure));
  }

  show(views) {
    for (const tile of this.tiles) {
      tile.draw(views.find(view => view.id === tile.camera.id) ?? null);
    }
  }

  /** Marks the camera that the room is seen from; null for none. */
  mark(index) {
    this.tiles.forEach((tile, i) => tile.figure.classList.toggle('chosen', i === index));
  }
}
