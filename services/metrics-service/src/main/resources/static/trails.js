// Where head, hands and feet went in the last second: a line each that fades towards its tail.

import * as THREE from '/webjars/three/0.181.1/build/three.module.min.js';
import { bytes, sideOf } from './theme.js';

const MM = 0.001;
const POINTS = 24; // pictures, 1.2 s
const FOLLOWED = ['head', 'handR', 'handL', 'footR', 'footL'];

class Trail {
  constructor(joint, side) {
    this.joint = joint;
    this.side = side;
    this.points = [];
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute('position', new THREE.BufferAttribute(new Float32Array(3 * POINTS), 3));
    geometry.setAttribute('color', new THREE.BufferAttribute(new Float32Array(4 * POINTS), 4));
    this.line = new THREE.Line(geometry, new THREE.LineBasicMaterial(
      { vertexColors: true, transparent: true, depthWrite: false }));
    this.line.frustumCulled = false;
  }

  add(xyz) {
    const at = 3 * this.joint;
    if (xyz === null || xyz[at] === null) {
      this.points = [];
    } else {
      this.points.push([xyz[at] * MM, xyz[at + 1] * MM, xyz[at + 2] * MM]);
      if (this.points.length > POINTS) {
        this.points.shift();
      }
    }
    this.draw();
  }

  draw() {
    const { position, color } = this.line.geometry.attributes;
    const colour = new THREE.Color().setRGB(...bytes[this.side].map(c => c / 255), THREE.SRGBColorSpace);
    this.points.forEach((point, i) => {
      position.setXYZ(i, ...point);
      color.setXYZW(i, colour.r, colour.g, colour.b, 0.85 * (i / POINTS) ** 1.5);
    });
    this.line.geometry.setDrawRange(0, this.points.length);
    position.needsUpdate = true;
    color.needsUpdate = true;
  }
}

export class Trails {
  constructor(joints, colour = null) {
    this.group = new THREE.Group();
    this.trails = FOLLOWED.map(label => joints.indexOf(label)).filter(joint => joint >= 0)
      .map(joint => new Trail(joint, colour ?? sideOf(joints[joint])));
    this.trails.forEach(trail => this.group.add(trail.line));
  }

  add(xyz) {
    this.trails.forEach(trail => trail.add(xyz));
  }

  /** Forgets where the body came from: it was shown at another moment. */
  cut() {
    this.trails.forEach(trail => { trail.points = []; trail.draw(); });
  }

  paint() {
    this.trails.forEach(trail => trail.draw());
  }
}
