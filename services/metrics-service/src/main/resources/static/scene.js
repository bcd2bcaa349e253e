// The room: cameras, floor, the predicted body in colour, the true one as a ghost. Metres here, mm on the wire; z up.

import * as THREE from '/webjars/three/0.181.1/build/three.module.min.js';
import { Body } from './body.js';
import { Doubt } from './doubt.js';
import { drawCamera, place } from './frustum.js';
import { Orbit } from './orbit.js';
import { byProcessor, Pace } from './pace.js';
import { colours, onThemeChange } from './theme.js';
import { Trails } from './trails.js';

const HOME = { azimuth: -0.98, polar: 1.24, distance: 5.0, target: [0, 0, 0.95] };
const FOV = 38;
const NARROW_FOV = 46;

/** Frees what a group holds on the graphics card and empties it. */
function clear(group) {
  group.traverse(o => {
    o.geometry?.dispose();
    o.material?.map?.dispose();
    o.material?.dispose();
  });
  group.clear();
}

export class Scene {
  /** @param colour of the body; null paints right and left */
  constructor(canvas, colour = null) {
    this.canvas = canvas;
    this.colour = colour;
    this.renderer = new THREE.WebGLRenderer({ canvas, antialias: !byProcessor, alpha: true });
    this.pace = new Pace(this.renderer, () => this.resize());
    this.scene = new THREE.Scene();
    this.camera = new THREE.PerspectiveCamera(FOV, 1, 0.05, 60);
    this.camera.up.set(0, 0, 1);
    this.scene.add(new THREE.HemisphereLight(0xffffff, 0xaab4c4, 2.5));
    const sun = new THREE.DirectionalLight(0xffffff, 1.5);
    sun.position.set(2, -3, 6);
    this.scene.add(sun);
    this.room = new THREE.Group();
    this.rig = new THREE.Group();
    this.scene.add(this.room, this.rig);
    this.people = [];
    this.body = null;
    this.ghost = null;
    this.setup = null;
    this.chosen = null;
    this.layers = { trails: true, doubt: true };
    this.pending = 0;
    this.draws = 0;
    this.orbit = new Orbit(canvas, this.camera, HOME, () => this.turned());
    onThemeChange(() => this.repaint());
    new ResizeObserver(() => this.resize()).observe(canvas);
    this.repaint();
  }

  /** Takes the joints, bones and cameras of a rig. */
  setUp(setup) {
    this.setup = setup;
    this.people.forEach(part => {
      clear(part.group);
      this.scene.remove(part.group);
    });
    this.body = new Body(setup.joints, setup.bones, false, this.colour);
    this.ghost = new Body(setup.joints, setup.bones, true);
    this.trails = new Trails(setup.joints, this.colour);
    this.doubt = new Doubt(setup.joints);
    this.people = [this.body, this.ghost, this.trails, this.doubt];
    this.people.forEach(part => this.scene.add(part.group));
    this.show(null, null);
    this.layer();
    this.repaint();
  }

  /**
   * A new moment.
   *
   * @param pose {xyz: [39] in mm, covariance, age}; null when there is none
   * @param truth [39] in mm; null when not known
   */
  show(pose, truth) {
    if (this.body) {
      const now = performance.now();
      this.body.goTo(pose?.xyz ?? null, now, pose?.age);
      this.ghost.goTo(truth, now);
      this.trails.add(pose?.xyz ?? null);
      this.doubt.goTo(pose?.covariance ?? null);
      this.wake();
    }
  }

  /** The next moment does not follow the last one. */
  leap() {
    this.trails?.cut();
  }

  /** Shows or hides trails and doubt. */
  layer(name, shown) {
    if (name) {
      this.layers[name] = shown;
    }
    if (this.body) {
      this.trails.group.visible = this.layers.trails;
      this.doubt.group.visible = this.layers.doubt;
    }
    this.wake();
  }

  /** Looks from a camera of the rig; null for the first view. */
  lookFrom(index) {
    const camera = index === null ? null : this.setup?.cameras[index];
    this.chosen = camera?.worldToImage ? index : null;
    if (this.chosen === null) {
      this.camera.up.set(0, 0, 1);
      this.orbit.reset();
    } else {
      const { centre, axis, up, halfHeight } = place(camera);
      this.camera.up.copy(up);
      this.camera.position.copy(centre);
      this.camera.lookAt(centre.clone().add(axis));
      this.cameraFov = 2 * Math.atan(halfHeight) * 180 / Math.PI;
      this.orbit.leave();
    }
    this.repaint();
    this.resize();
  }

  reset() {
    this.lookFrom(null);
  }

  /** Whoever turns the room no longer looks from a camera. */
  turned() {
    if (this.chosen !== null && !this.orbit.away) {
      this.chosen = null;
      this.repaint();
      this.resize();
      this.onLeave?.();
    }
    this.wake();
  }

  repaint() {
    clear(this.room);
    const grid = new THREE.GridHelper(6, 12, colours.truth, colours.grid);
    grid.rotation.x = Math.PI / 2;
    grid.material.transparent = true;
    grid.material.opacity = 0.6;
    this.room.add(grid);
    this.shade = new THREE.Mesh(new THREE.CircleGeometry(0.34, 40), new THREE.MeshBasicMaterial(
      { color: colours.text, transparent: true, opacity: 0.08, depthWrite: false }));
    this.shade.position.z = 0.004;
    this.shade.visible = false;
    this.room.add(this.shade);
    this.people.forEach(part => part.paint());
    clear(this.rig);
    (this.setup?.cameras ?? []).forEach((camera, i) => {
      if (camera.worldToImage && i !== this.chosen) {
        drawCamera(this.rig, camera, false);
      }
    });
    this.wake();
  }

  resize() {
    const { clientWidth: w, clientHeight: h } = this.canvas;
    if (w > 0 && h > 0) {
      this.renderer.setSize(w, h, false);
      this.camera.aspect = w / h;
      this.camera.fov = this.chosen !== null ? this.cameraFov : w < h * 1.15 ? NARROW_FOV : FOV; // narrow: the body still fits
      this.camera.updateProjectionMatrix();
      this.wake();
    }
  }

  /** Draws until everything stands still; a still scene costs nothing. */
  wake() {
    this.pending ||= requestAnimationFrame(() => this.draw());
  }

  draw() {
    this.pending = 0;
    const now = performance.now();
    let moving = false;
    if (this.body) {
      moving = this.body.draw(now);
      moving = this.ghost.draw(now) || moving;
      this.doubt.draw(this.body.balls);
      const feet = this.body.feet();
      this.shade.visible = feet !== null;
      this.shade.position.set(feet?.[0] ?? 0, feet?.[1] ?? 0, 0.004);
    }
    this.renderer.render(this.scene, this.camera);
    this.draws++;
    if (moving) {
      this.pace.drawn(now);
      this.wake();
    } else {
      this.pace.rest();
    }
  }
}
