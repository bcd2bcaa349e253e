// The room: cameras, floor, the predicted body in colour, the true one as a ghost. Metres here, mm on the wire; z up.

import * as THREE from '/webjars/three/0.181.1/build/three.module.min.js';
import { Orbit } from './orbit.js';
import { colours, onThemeChange, sideOf, sideOfBone } from './theme.js';

const MM = 0.001;
const HEAD_RADIUS = 0.085;
const JOINT_RADIUS = 0.032;
const BONE_RADIUS = 0.021;
const FRUSTUM_DEPTH = 0.3; // metres, how far a drawn camera reaches
const BLEND_MS = 55; // one frame of the stream: bodies glide from pose to pose
const HOME = { azimuth: -0.98, polar: 1.27, distance: 5.0, target: [0, 0, 0.95] };
const UP = new THREE.Vector3(0, 1, 0); // three's cylinders stand along y

/** One body: a ball for each joint, a rod for each bone; what is missing is not drawn. */
class Body {
  constructor(joints, bones, ghost) {
    this.group = new THREE.Group();
    this.bones = bones;
    this.count = joints.length;
    this.now = new Float32Array(3 * this.count).fill(NaN);
    this.from = this.now.slice();
    this.to = this.now.slice();
    this.since = 0;
    const thin = ghost ? 0.8 : 1;
    this.balls = joints.map(label => {
      const r = (label === 'head' ? HEAD_RADIUS : JOINT_RADIUS) * thin;
      return this.mesh(new THREE.SphereGeometry(r, 24, 16), ghost ? 'truth' : sideOf(label), ghost);
    });
    this.rods = bones.map(([a, b]) => this.mesh(
      new THREE.CylinderGeometry(BONE_RADIUS * thin, BONE_RADIUS * thin, 1, 14),
      ghost ? 'truth' : sideOfBone(joints[a], joints[b]), ghost));
    this.along = new THREE.Vector3();
  }

  mesh(geometry, colour, ghost) {
    const material = new THREE.MeshStandardMaterial({
      roughness: 0.55, transparent: ghost, opacity: ghost ? 0.45 : 1, depthWrite: !ghost });
    material.userData.colour = colour;
    const mesh = new THREE.Mesh(geometry, material);
    mesh.visible = false;
    mesh.renderOrder = ghost ? 2 : 1;
    this.group.add(mesh);
    return mesh;
  }

  paint() {
    for (const child of this.group.children) {
      child.material.color.set(colours[child.material.userData.colour]);
    }
  }

  /** @param xyz mm, [3 · joints], null where missing; null when there is no pose */
  goTo(xyz, millis) {
    this.from.set(this.now);
    for (let i = 0; i < this.to.length; i++) {
      this.to[i] = xyz === null || xyz[i] === null ? NaN : xyz[i] * MM;
    }
    this.since = millis;
  }

  /** @returns whether it still moves */
  draw(millis) {
    const t = Math.min(1, (millis - this.since) / BLEND_MS);
    for (let i = 0; i < this.now.length; i++) {
      this.now[i] = Number.isNaN(this.from[i]) ? this.to[i] : this.from[i] + (this.to[i] - this.from[i]) * t;
    }
    for (let j = 0; j < this.count; j++) {
      this.balls[j].visible = !Number.isNaN(this.now[3 * j]);
      this.balls[j].position.set(this.now[3 * j], this.now[3 * j + 1], this.now[3 * j + 2]);
    }
    this.bones.forEach(([a, b], i) => this.stretch(this.rods[i], this.balls[a], this.balls[b]));
    return t < 1;
  }

  stretch(rod, a, b) {
    rod.visible = a.visible && b.visible;
    if (!rod.visible) {
      return;
    }
    this.along.subVectors(b.position, a.position);
    const length = this.along.length();
    rod.position.addVectors(a.position, b.position).multiplyScalar(0.5);
    rod.scale.set(1, Math.max(length, 1e-6), 1);
    rod.quaternion.setFromUnitVectors(UP, this.along.divideScalar(Math.max(length, 1e-6)));
  }
}

/** A point on the ray of pixel (u, v): P = [M | p], the ray is centre + s · M⁻¹ (u, v, 1). */
function frustum(camera) {
  const p = camera.worldToImage;
  const m = new THREE.Matrix3().set(p[0], p[1], p[2], p[4], p[5], p[6], p[8], p[9], p[10]);
  const sign = Math.sign(m.determinant());
  const inverse = m.invert();
  const centre = new THREE.Vector3(-p[3], -p[7], -p[11]).applyMatrix3(inverse).multiplyScalar(MM);
  const axis = new THREE.Vector3(p[8], p[9], p[10]).normalize().multiplyScalar(sign);
  const corners = [[0, 0], [camera.width, 0], [camera.width, camera.height], [0, camera.height]].map(([u, v]) => {
    const ray = new THREE.Vector3(u, v, 1).applyMatrix3(inverse).multiplyScalar(sign);
    return ray.multiplyScalar(FRUSTUM_DEPTH / ray.dot(axis)).add(centre);
  });
  return { centre, corners };
}

function label(text, colour) {
  const canvas = document.createElement('canvas');
  canvas.width = 256;
  canvas.height = 64;
  const g = canvas.getContext('2d');
  g.font = '500 38px system-ui, sans-serif';
  g.textAlign = 'center';
  g.textBaseline = 'middle';
  g.fillStyle = colour;
  g.fillText(text, 128, 32, 250);
  const map = new THREE.CanvasTexture(canvas);
  map.colorSpace = THREE.SRGBColorSpace;
  const sprite = new THREE.Sprite(new THREE.SpriteMaterial({ map, transparent: true, depthWrite: false, sizeAttenuation: false }));
  sprite.scale.set(0.1, 0.025, 1);
  return sprite;
}

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
  constructor(canvas) {
    this.canvas = canvas;
    this.renderer = new THREE.WebGLRenderer({ canvas, antialias: true, alpha: true });
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    this.scene = new THREE.Scene();
    this.camera = new THREE.PerspectiveCamera(38, 1, 0.05, 60);
    this.camera.up.set(0, 0, 1);
    this.scene.add(new THREE.HemisphereLight(0xffffff, 0xaab4c4, 2.5));
    const sun = new THREE.DirectionalLight(0xffffff, 1.5);
    sun.position.set(2, -3, 6);
    this.scene.add(sun);
    this.room = new THREE.Group();
    this.rig = new THREE.Group();
    this.scene.add(this.room, this.rig);
    this.body = null;
    this.ghost = null;
    this.setup = null;
    this.pending = 0;
    this.orbit = new Orbit(canvas, this.camera, HOME, () => this.wake());
    onThemeChange(() => this.repaint());
    new ResizeObserver(() => this.resize()).observe(canvas);
    this.repaint();
  }

  /** Takes the joints, bones and cameras of a rig. */
  setUp(setup) {
    this.setup = setup;
    for (const body of [this.body, this.ghost]) {
      if (body) {
        clear(body.group);
        this.scene.remove(body.group);
      }
    }
    this.body = new Body(setup.joints, setup.bones, false);
    this.ghost = new Body(setup.joints, setup.bones, true);
    this.scene.add(this.body.group, this.ghost.group);
    this.repaint();
  }

  /** A new pose and truth, each [39] in mm or null. */
  show(pose, truth) {
    if (this.body) {
      const now = performance.now();
      this.body.goTo(pose, now);
      this.ghost.goTo(truth, now);
      this.wake();
    }
  }

  reset() {
    this.orbit.reset();
  }

  repaint() {
    clear(this.room);
    const grid = new THREE.GridHelper(6, 12, colours.quiet, colours.grid);
    grid.rotation.x = Math.PI / 2;
    grid.material.transparent = true;
    grid.material.opacity = 0.75;
    this.room.add(grid);
    this.shade = new THREE.Mesh(new THREE.CircleGeometry(0.34, 40), new THREE.MeshBasicMaterial(
      { color: colours.text, transparent: true, opacity: 0.08, depthWrite: false }));
    this.shade.position.z = 0.004;
    this.shade.visible = false;
    this.room.add(this.shade);
    this.body?.paint();
    this.ghost?.paint();
    clear(this.rig);
    for (const camera of this.setup?.cameras ?? []) {
      if (camera.worldToImage) {
        this.drawCamera(camera);
      }
    }
    this.wake();
  }

  drawCamera(camera) {
    const { centre, corners } = frustum(camera);
    const points = [];
    corners.forEach((corner, i) => points.push(centre, corner, corner, corners[(i + 1) % 4]));
    this.rig.add(new THREE.LineSegments(
      new THREE.BufferGeometry().setFromPoints(points), new THREE.LineBasicMaterial({ color: colours.first })));
    const face = new THREE.BufferGeometry().setFromPoints(corners);
    face.setIndex([0, 1, 2, 0, 2, 3]);
    this.rig.add(new THREE.Mesh(face, new THREE.MeshBasicMaterial(
      { color: colours.first, transparent: true, opacity: 0.12, side: THREE.DoubleSide, depthWrite: false })));
    const name = label(camera.id, colours.quiet);
    name.position.copy(centre).add(new THREE.Vector3(0, 0, 0.16));
    this.rig.add(name);
  }

  resize() {
    const { clientWidth: w, clientHeight: h } = this.canvas;
    if (w > 0 && h > 0) {
      this.renderer.setSize(w, h, false);
      this.camera.aspect = w / h;
      this.camera.fov = w < h * 1.15 ? 46 : 38; // a narrow window still holds the whole body
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
      this.shadeUnder(this.body);
    }
    this.renderer.render(this.scene, this.camera);
    if (moving) {
      this.wake();
    }
  }

  shadeUnder(body) {
    let x = 0;
    let y = 0;
    let n = 0;
    for (let j = 0; j < body.count; j++) {
      if (body.balls[j].visible) {
        x += body.now[3 * j];
        y += body.now[3 * j + 1];
        n++;
      }
    }
    this.shade.visible = n > 0;
    this.shade.position.x = x / Math.max(n, 1);
    this.shade.position.y = y / Math.max(n, 1);
  }
}
