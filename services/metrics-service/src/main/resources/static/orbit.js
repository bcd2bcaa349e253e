// Turning around a point by mouse, touch or keys. World: metres, z up. three.js' own controls import by a bare name,
// which needs an import map, which a strict content security policy refuses.

const TURN = 0.006; // radians a pixel
const LOWEST = 0.05; // radians from straight up and from the floor's underside
const HIGHEST = Math.PI * 0.54;
const NEAREST = 1.2; // metres
const FARTHEST = 14;

export class Orbit {
  /** @param home {azimuth, polar, distance, target: [x, y, z]} */
  constructor(canvas, camera, home, changed) {
    this.camera = camera;
    this.changed = changed;
    this.home = home;
    this.touches = new Map();
    this.reset();
    canvas.addEventListener('pointerdown', e => {
      canvas.setPointerCapture(e.pointerId);
      this.touches.set(e.pointerId, [e.clientX, e.clientY]);
    });
    canvas.addEventListener('pointermove', e => this.moved(e));
    for (const end of ['pointerup', 'pointercancel']) {
      canvas.addEventListener(end, e => this.touches.delete(e.pointerId));
    }
    canvas.addEventListener('wheel', e => {
      e.preventDefault();
      this.zoom(Math.exp(e.deltaY * 0.0012));
    }, { passive: false });
    canvas.addEventListener('keydown', e => this.key(e));
  }

  reset() {
    this.azimuth = this.home.azimuth;
    this.polar = this.home.polar;
    this.distance = this.home.distance;
    this.place();
  }

  /** Somebody else places the camera until the reader turns it again. */
  leave() {
    this.away = true;
    this.changed();
  }

  moved(e) {
    const last = this.touches.get(e.pointerId);
    if (!last) {
      return;
    }
    if (this.touches.size === 1) {
      this.turn(e.clientX - last[0], e.clientY - last[1]);
    } else {
      const other = [...this.touches].find(([id]) => id !== e.pointerId)[1];
      const before = Math.hypot(last[0] - other[0], last[1] - other[1]);
      const after = Math.hypot(e.clientX - other[0], e.clientY - other[1]);
      this.zoom(before / Math.max(after, 1));
    }
    this.touches.set(e.pointerId, [e.clientX, e.clientY]);
  }

  key(e) {
    const step = { ArrowLeft: [-24, 0], ArrowRight: [24, 0], ArrowUp: [0, -16], ArrowDown: [0, 16] }[e.key];
    if (step) {
      e.preventDefault();
      e.stopPropagation(); // the time-line has arrows, too
      this.turn(...step);
    } else if (e.key === '+' || e.key === '-') {
      this.zoom(e.key === '+' ? 0.9 : 1 / 0.9);
    }
  }

  turn(dx, dy) {
    this.azimuth -= dx * TURN;
    this.polar = Math.min(HIGHEST, Math.max(LOWEST, this.polar - dy * TURN));
    this.place();
  }

  zoom(factor) {
    this.distance = Math.min(FARTHEST, Math.max(NEAREST, this.distance * factor));
    this.place();
  }

  place() {
    if (this.away) {
      this.away = false;
      this.camera.up.set(0, 0, 1);
    }
    const [x, y, z] = this.home.target;
    const ring = this.distance * Math.sin(this.polar);
    this.camera.position.set(
      x + ring * Math.cos(this.azimuth), y + ring * Math.sin(this.azimuth), z + this.distance * Math.cos(this.polar));
    this.camera.lookAt(x, y, z);
    this.changed();
  }
}
