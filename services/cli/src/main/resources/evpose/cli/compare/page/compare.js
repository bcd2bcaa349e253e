// Two networks, or two ways to run one, on the same packets: two rooms that turn together, the same events under both,
// error and power over time.

import { Card, NONE } from './charts.js';
import { Film } from './film.js';
import { listen } from './keys.js';
import { Scene } from './scene.js';
import { isLight, onThemeChange, toggleTheme } from './theme.js';
import { icon, PAUSE, PLAY } from './timeline.js';
import { Tiles } from './tiles.js';

const $ = id => document.getElementById(id);
const COLOURS = ['first', 'second'];
const NAMES = ['A', 'B'];
const NEAR = 3.9; // metres: half a screen is narrow

/** What a test or a curious reader may ask in the console. */
window.evpose = { film: null, scenes: [], pictures: 0, violations: 0 };
document.addEventListener('securitypolicyviolation', () => window.evpose.violations++);

function say(words, bad = false) {
  $('said').textContent = words;
  $('said').classList.toggle('bad', bad);
}

function startScenes() {
  try {
    return [...document.querySelectorAll('.scene')].map((canvas, i) => {
      const scene = new Scene(canvas, COLOURS[i]);
      scene.orbit.home = { ...scene.orbit.home, distance: NEAR };
      scene.orbit.reset();
      return scene;
    });
  } catch (noWebGl) {
    say('This browser has no WebGL, so there is no 3D view: ' + noWebGl.message, true);
    return [];
  }
}

/** Whoever turns one room turns the other. */
function couple(leader, follower) {
  const own = leader.orbit.changed;
  leader.orbit.changed = () => {
    own();
    const { azimuth, polar, distance, away } = leader.orbit;
    const its = follower.orbit;
    if (!away && (its.away || its.azimuth !== azimuth || its.polar !== polar || its.distance !== distance)) {
      Object.assign(its, { azimuth, polar, distance });
      its.place();
    }
  };
}

const inMilli = value => Number.isFinite(value) ? 1000 * value : null;
const number = (value, digits) => Number.isFinite(value) ? value.toFixed(digits) : NONE;

/** A value of both sides: over all steps, and what it is at the moment. */
function both(title, hint, unit, digits, overall, of) {
  const means = overall.map(v => number(v, digits));
  return {
    title, hint,
    lines: COLOURS.map((colour, i) => ({ of: p => of(p)[i], colour })),
    words: p => ({ value: means.join(' · '), unit,
      aside: COLOURS.map((colour, i) => [colour, NAMES[i] + ' ' + number(of(p)[i], digits)]) }),
  };
}

function distance(title, hint, unit, digits, of, points) {
  const largest = Math.max(...points.map(of).filter(Number.isFinite));
  return {
    title, hint,
    lines: [{ of, colour: 'text' }],
    words: p => ({ value: number(of(p), digits), unit, aside: [[null, 'at most ' + number(largest, digits)]] }),
  };
}

function cards({ points, sides }) {
  const inRoom = points.some(p => Number.isFinite(p.apartMm));
  const all = [
    inRoom
      ? both('3D error, A · B', 'MPJPE: mean distance of the joints from the truth, no alignment; means over all, and at the moment.',
        'mm', 1, sides.map(s => s.mpjpe3dMm), p => p.mpjpe3dMm)
      : null,
    both('2D error, A · B', 'MPJPE in the images, all cameras; means over all, and at the moment.', 'px', 2,
      sides.map(s => s.mpjpe2dPx), p => p.mpjpe2dPx),
    inRoom
      ? distance('How far A and B are apart', 'Mean distance of the joints of one from the same of the other, in the room.', 'mm', 1, p => p.apartMm, points)
      : distance('How far A and B are apart', 'Mean distance of the joints of one from the same of the other, in the images.', 'px', 2, p => p.apartPx, points),
    both('Estimated power, A · B', 'Counted operations, all cameras, times the energy table named below.', 'mW', 1,
      sides.map(s => inMilli(s.watts)), p => p.watts.map(inMilli)),
  ];
  return all.filter(card => card !== null && points.some(p => card.lines.some(line => Number.isFinite(line.of(p)))));
}

/** A press on a chart goes to its moment. */
function pick(card, film) {
  const to = e => {
    const { left, width } = card.canvas.getBoundingClientRect();
    film.seek(Math.round((e.clientX - left) / width * film.last));
  };
  card.canvas.addEventListener('pointerdown', e => {
    card.canvas.setPointerCapture(e.pointerId);
    to(e);
  });
  card.canvas.addEventListener('pointermove', e => {
    if (e.buttons === 1) {
      to(e);
    }
  });
}

function fillRows(rows) {
  $('rows').querySelector('tbody').replaceChildren(...rows.map(({ what, a, b, difference }) => {
    const row = document.createElement('tr');
    row.append(...[what, a, b, difference].map(text => {
      const cell = document.createElement('td');
      cell.textContent = text;
      return cell;
    }));
    return row;
  }));
}

function describe(setup) {
  $('rig-name').textContent = setup.rig;
  say(setup.said);
  $('assumption').textContent = 'power is estimated with ' + setup.energyTable;
  document.body.classList.toggle('flat', setup.points.every(p => p.apartMm === null));
  document.querySelectorAll('.side').forEach((side, i) => {
    const { asked, policy, model } = setup.sides[i];
    side.querySelector('.asked').textContent = asked;
    side.querySelector('.policy').textContent = policy;
    side.querySelector('h2').title = asked + ', ' + policy + ', weights ' + model;
  });
  fillRows(setup.rows);
}

function show(setup) {
  describe(setup);
  const scenes = startScenes();
  window.evpose.scenes = scenes;
  const tiles = new Tiles($('cameras'), lookFrom);
  const charts = cards(setup).map(card => new Card($('cards'), { ...card, span: setup.points.length, over: 'all of it' }));
  $('cards').append($('rows'));
  const film = new Film(setup, { picture, changed, failed: words => say(words, true) });
  window.evpose.film = film;
  let moving = null;

  function lookFrom(index) {
    const again = index !== null && scenes[0]?.chosen === index;
    scenes.forEach(scene => scene.lookFrom(again ? null : index));
    tiles.mark(scenes[0]?.chosen ?? null);
  }

  function picture({ step, bodies, truth, views }, leap) {
    scenes.forEach((scene, i) => {
      if (leap) {
        scene.leap();
      }
      scene.show(bodies[i] === null ? null : { xyz: bodies[i] }, truth);
    });
    tiles.show(views.map(view => ({ ...view, joints: null,
      sides: view.joints.map((joints, i) => ({ joints, colour: COLOURS[i] })) })));
    $('clock').textContent = 'step ' + step;
    window.evpose.pictures++;
  }

  function changed() {
    if (moving !== film.playing) {
      moving = film.playing;
      $('play').replaceChildren(icon(moving ? PAUSE : PLAY));
      $('play').setAttribute('aria-label', moving ? 'pause' : 'play');
    }
    const seconds = (film.at * film.millis / 1000).toFixed(2) + ' s';
    $('scrub').value = Math.floor(film.at);
    $('scrub').setAttribute('aria-valuetext', seconds);
    $('moment').textContent = seconds;
    const last = setup.points.length - 1;
    const at = Math.min(last, Math.floor(film.at / film.count * setup.points.length));
    charts.forEach(chart => {
      if (chart.at !== at) {
        chart.draw(setup.points, at);
      }
    });
  }

  function trails() {
    const button = document.querySelector('[data-layer="trails"]');
    const shown = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(shown));
    scenes.forEach(scene => scene.layer('trails', shown));
  }

  if (scenes.length === 2) {
    couple(scenes[0], scenes[1]);
    couple(scenes[1], scenes[0]);
    scenes.forEach(scene => { scene.onLeave = () => tiles.mark(null); });
  }
  scenes.forEach(scene => scene.setUp(setup));
  tiles.setUp(setup);
  charts.forEach(chart => pick(chart, film));
  onThemeChange(() => charts.forEach(chart => chart.draw(setup.points)));
  $('scrub').max = film.last;
  $('scrub').addEventListener('input', e => film.seek(Number(e.target.value)));
  $('play').addEventListener('click', () => film.toggle());
  $('home').addEventListener('click', () => lookFrom(null));
  document.querySelector('[data-layer="trails"]').addEventListener('click', trails);
  const second = Math.round(1000 / film.millis);
  const step = by => film.seek(Math.floor(film.at) + by);
  listen({
    ' ': () => film.toggle(),
    ArrowLeft: e => step(e.shiftKey ? -second : -1),
    ArrowRight: e => step(e.shiftKey ? second : 1),
    Home: () => film.seek(0),
    End: () => film.seek(film.last),
    r: trails,
    t: toggleTheme,
    '?': () => $('help').showModal(),
    digit: e => lookFrom(e.key === '0' ? null : Number(e.key) - 1),
  });
  film.seek(0);
  film.toggle();
}

function drawTheme() {
  $('theme').textContent = isLight() ? '☾' : '☀';
}

$('theme').addEventListener('click', toggleTheme);
$('help-open').addEventListener('click', () => $('help').showModal());
onThemeChange(drawTheme);
drawTheme();
try {
  const answer = await fetch('/api/film');
  if (!answer.ok) {
    throw new Error(await answer.text());
  }
  show(await answer.json());
} catch (trouble) {
  say('evpose compare does not answer: ' + trouble.message, true);
}
