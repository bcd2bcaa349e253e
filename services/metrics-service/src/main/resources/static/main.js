// Puts the page together: the stream, or the past, feeds the room and the tiles; every second feeds cards and words.

import { makeCards } from './cards.js';
import { LastMinute } from './charts.js';
import { sayFindings, sayHealth, sayOnStage } from './health.js';
import { listen } from './keys.js';
import { Past } from './past.js';
import { Scene } from './scene.js';
import { follow } from './stream.js';
import { isLight, onThemeChange, toggleTheme } from './theme.js';
import { Tiles } from './tiles.js';
import { Timeline } from './timeline.js';

const $ = id => document.getElementById(id);
const wanted = new URLSearchParams(location.search).get('rig') ?? '';
const count = value => value.toLocaleString('en-US');

/** What a test or a curious reader may ask in the console. */
window.evpose = { lastStep: -1, frames: 0, seconds: 0, pose: null, violations: 0, scene: null, past: null };
document.addEventListener('securitypolicyviolation', () => window.evpose.violations++);

function startScene() {
  try {
    return new Scene($('scene'));
  } catch (noWebGl) {
    sayOnStage('This browser has no WebGL, so there is no 3D view: ' + noWebGl.message);
    return null;
  }
}

const scene = startScene();
const tiles = new Tiles($('cameras'), lookFrom);
const cards = makeCards($('cards'));
const minute = new LastMinute();
const past = new Past({ frame: show, changed: () => timeline?.draw(), failed: words => sayHealth('bad', 'the past: ' + words) });
let timeline = null;
timeline = new Timeline(past);
window.evpose.scene = scene;
window.evpose.past = past;

let rig = '';
let lastMicros = 0;

function drawCards() {
  cards.forEach(card => card.draw(minute.points));
}

function chooseRig(setup) {
  $('rig').hidden = setup.rigs.length < 2;
  $('rig-name').textContent = setup.rigs.length < 2 ? setup.rig : '';
  $('rig').replaceChildren(...setup.rigs.map(name => new Option(name, name, false, name === setup.rig)));
}

function lookFrom(index) {
  const again = scene?.chosen === index;
  scene?.lookFrom(again ? null : index);
  tiles.mark(scene?.chosen ?? null);
}

function layer(name) {
  const button = document.querySelector(`[data-layer="${name}"]`);
  const shown = button.getAttribute('aria-pressed') !== 'true';
  button.setAttribute('aria-pressed', String(shown));
  scene?.layer(name, shown);
}

function drawTheme() {
  $('theme').textContent = isLight() ? '☾' : '☀';
}

/** Draws one moment, of now or of the past. */
function show(frame) {
  const pose = frame.pose;
  if (Math.abs((frame.endMicros ?? 0) - lastMicros) > 1e6) {
    scene?.leap();
  }
  scene?.show(pose, frame.truth);
  tiles.show(frame.cameras);
  $('legend-truth').hidden = frame.truth === null;
  if (frame.endMicros !== null && frame.endMicros !== lastMicros) {
    lastMicros = frame.endMicros;
    $('clock').textContent = (frame.endMicros / 1e6).toFixed(2) + ' s';
  }
  window.evpose.frames++;
  window.evpose.lastStep = pose?.step ?? Math.max(-1, ...frame.cameras.map(view => view.step ?? -1));
  window.evpose.pose = pose;
}

if (scene) {
  scene.onLeave = () => tiles.mark(null);
}
$('rig').addEventListener('change', e => location.assign('?rig=' + encodeURIComponent(e.target.value)));
$('home').addEventListener('click', () => lookFrom(null));
$('theme').addEventListener('click', toggleTheme);
$('help-open').addEventListener('click', () => $('help').showModal());
document.querySelectorAll('[data-layer]').forEach(b => b.addEventListener('click', () => layer(b.dataset.layer)));
onThemeChange(() => {
  drawTheme();
  drawCards();
});
drawTheme();
listen({
  ' ': () => past.toggle(),
  ArrowLeft: e => timeline.step(e.shiftKey ? -10 : -1),
  ArrowRight: e => timeline.step(e.shiftKey ? 10 : 1),
  l: () => past.live(),
  r: () => layer('trails'),
  u: () => layer('doubt'),
  t: toggleTheme,
  '?': () => $('help').showModal(),
  digit: e => lookFrom(e.key === '0' ? null : Number(e.key) - 1),
});

follow(wanted, {
  scene(setup) {
    rig = setup.rig;
    chooseRig(setup);
    document.body.classList.toggle('flat', setup.cameras.length === 1);
    scene?.setUp(setup);
    tiles.setUp(setup);
    $('assumption').textContent = 'power is estimated with ' + setup.energyTable;
  },

  history(points) {
    minute.points = points;
    drawCards();
  },

  frame(frame) {
    if (past.isLive) {
      show(frame);
    }
  },

  second(second) {
    sayHealth(second.level, second.words.split('; ')[0]); // the rest is among the findings
    sayFindings(second.findings ?? []);
    if (scene) {
      sayOnStage(second.stageNote);
    }
    if (second.point) {
      past.tell(rig, second.millis);
      minute.add(second.point);
      drawCards();
      timeline.draw();
    }
    const p = second.packets;
    $('packets').textContent = p ? count(p.published) + ' packets published, ' + count(p.consumed) + ' consumed, '
      + count(p.lost) + ' lost' + (p.deadLettered > 0 ? ', ' + count(p.deadLettered) + ' in dead-letters' : '') : '';
    window.evpose.seconds++;
  },

  lost() {
    sayHealth('bad', 'no connection to metrics-service, trying again');
  },
});
