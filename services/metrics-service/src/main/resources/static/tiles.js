// One tile for each camera: its latest events, the joints found in them, and where the truth would be.

import { colours, sideOfBone, sideOf } from './theme.js';

const SHOWN_CONFIDENCE = 0.05; // fainter joints are drawn hollow

const STATES = { none: 'waiting for the first key frame', held: 'held' };

class Tile {
  constructor(camera, setup) {
    this.camera = camera;
    this.setup = setup;
    this.figure = document.createElement('figure');
    this.figure.className = 'camera';
    this.canvas = document.createElement('canvas');
    this.scale = Math.max(1, Math.min(2, Math.round(692 / camera.width)));
    this.canvas.width = camera.width * this.scale;
    this.canvas.height = camera.height * this.scale;
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', 'events and joints of ' + camera.id);
    this.caption = document.createElement('figcaption');
    this.name = document.createElement('b');
    this.name.textContent = camera.id;
    this.state = document.createElement('span');
    this.state.className = 'number';
    this.caption.append(this.name, this.state);
    this.figure.append(this.canvas, this.caption);
    this.g = this.canvas.getContext('2d');
  }

  draw(view) {
    const g = this.g;
    g.setTransform(this.scale, 0, 0, this.scale, 0, 0);
    g.clearRect(0, 0, this.camera.width, this.camera.height);
    if (!view) {
      this.state.textContent = 'no events yet';
      return;
    }
    this.events(view.events);
    this.bones(view.truth, true);
    this.bones(view.joints, false);
    this.dots(view);
    this.state.textContent = STATES[view.source] ?? (view.joints ? '' : 'no pose yet');
  }

  /** @param events each (row · width + column) · 2 + on */
  events(events) {
    const { width } = this.camera;
    const grow = 0.35 * width / 346; // a tile is smaller than the sensor: a bare pixel would drown
    for (const on of [0, 1]) {
      this.g.fillStyle = on ? colours.on : colours.off;
      this.g.globalAlpha = 0.8;
      for (const e of events) {
        if ((e & 1) === on) {
          const cell = e >> 1;
          this.g.fillRect(cell % width - grow, Math.floor(cell / width) - grow, 1 + 2 * grow, 1 + 2 * grow);
        }
      }
    }
    this.g.globalAlpha = 1;
  }

  bones(xy, ghost) {
    if (!xy) {
      return;
    }
    const g = this.g;
    const thick = this.camera.width / 346;
    g.lineCap = 'round';
    g.lineWidth = (ghost ? 3.4 : 2.2) * thick;
    g.globalAlpha = ghost ? 0.55 : 1;
    for (const [a, b] of this.setup.bones) {
      if (xy[2 * a] === null || xy[2 * b] === null) {
        continue;
      }
      g.strokeStyle = colours[ghost ? 'truth' : sideOfBone(this.setup.joints[a], this.setup.joints[b])];
      g.beginPath();
      g.moveTo(xy[2 * a], xy[2 * a + 1]);
      g.lineTo(xy[2 * b], xy[2 * b + 1]);
      g.stroke();
    }
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
      g.beginPath();
      g.arc(view.joints[2 * j], view.joints[2 * j + 1], (label === 'head' ? 5 : 3.2) * thick, 0, 2 * Math.PI);
      g.fillStyle = g.strokeStyle = colours[sideOf(label)];
      g.lineWidth = 1.2 * thick;
      if (view.confidence[j] >= SHOWN_CONFIDENCE) {
        g.fill();
      }
      g.strokeStyle = view.confidence[j] >= SHOWN_CONFIDENCE ? colours.well : g.strokeStyle;
      g.stroke();
    });
  }
}

export class Tiles {
  constructor(host) {
    this.host = host;
    this.tiles = [];
  }

  setUp(setup) {
    this.tiles = setup.cameras.map(camera => new Tile(camera, setup));
    this.host.replaceChildren(...this.tiles.map(tile => tile.figure));
    this.tiles.forEach(tile => tile.draw(null));
  }

  show(views) {
    for (const tile of this.tiles) {
      tile.draw(views.find(view => view.id === tile.camera.id) ?? null);
    }
  }
}
