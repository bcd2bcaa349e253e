// One body: a ball for each joint, a rod for each bone. What is missing is not drawn; what nobody sees any more fades.

import * as THREE from '/webjars/three/0.181.1/build/three.module.min.js';
import { colours, sideOf, sideOfBone } from './theme.js';

const MM = 0.001;
const HEAD_RADIUS = 0.085;
const JOINT_RADIUS = 0.032;
const BONE_RADIUS = 0.021;
const BLEND_MS = 55; // one frame of the stream: bodies glide from pose to pose
const FADED_STEPS = 100; // a joint of that age has faded as far as it will
const FADED = 0.18;
const GHOST = 0.4;
const UP = new THREE.Vector3(0, 1, 0); // three's cylinders stand along y

export class Body {
  /**
   * @param joints labels
   * @param bones pairs of joints
   * @param ghost whether it is the truth
   * @param colour of all of it; null paints right and left
   */
  constructor(joints, bones, ghost, colour = null) {
    this.group = new THREE.Group();
    this.bones = bones;
    this.count = joints.length;
    this.ghost = ghost;
    this.now = new Float32Array(3 * this.count).fill(NaN);
    this.from = this.now.slice();
    this.to = this.now.slice();
    this.since = 0;
    const thin = ghost ? 0.8 : 1;
    this.balls = joints.map(label => {
      const r = (label === 'head' ? HEAD_RADIUS : JOINT_RADIUS) * thin;
      return this.mesh(new THREE.SphereGeometry(r, 20, 14), ghost ? 'truth' : colour ?? sideOf(label));
    });
    this.rods = bones.map(([a, b]) => this.mesh(
      new THREE.CylinderGeometry(BONE_RADIUS * thin, BONE_RADIUS * thin, 1, 12),
      ghost ? 'truth' : colour ?? sideOfBone(joints[a], joints[b])));
    this.along = new THREE.Vector3();
  }

  mesh(geometry, colour) {
    const material = new THREE.MeshStandardMaterial({
      roughness: 0.5, transparent: this.ghost, opacity: this.ghost ? GHOST : 1, depthWrite: !this.ghost });
    material.userData.colour = colour;
    const mesh = new THREE.Mesh(geometry, material);
    mesh.visible = false;
    mesh.renderOrder = this.ghost ? 2 : 1;
    this.group.add(mesh);
    return mesh;
  }

  paint() {
    for (const child of this.group.children) {
      child.material.color.set(colours[child.material.userData.colour]);
    }
  }

  /**
   * @param xyz mm, [3 · joints], null where missing; null when there is no pose
   * @param age steps since each joint was seen; absent when nobody says
   */
  goTo(xyz, millis, age) {
    this.from.set(this.now);
    for (let i = 0; i < this.to.length; i++) {
      this.to[i] = xyz === null || xyz[i] === null ? NaN : xyz[i] * MM;
    }
    this.since = millis;
    if (age) {
      this.balls.forEach((ball, j) => this.fade(ball, age[j]));
      this.bones.forEach(([a, b], i) => this.fade(this.rods[i], Math.max(age[a], age[b])));
    }
  }

  fade(mesh, age) {
    const opacity = 1 - (1 - FADED) * Math.min(1, age / FADED_STEPS);
    mesh.material.opacity = opacity;
    if (mesh.material.transparent !== opacity < 1) {
      mesh.material.transparent = opacity < 1;
      mesh.material.needsUpdate = true;
    }
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

  /** Where it stands on the floor, [x, y] in metres; null when nobody is there. */
  feet() {
    const seen = this.balls.filter(ball => ball.visible);
    const mean = axis => seen.reduce((sum, ball) => sum + ball.position[axis], 0) / seen.length;
    return seen.length === 0 ? null : [mean('x'), mean('y')];
  }
}
