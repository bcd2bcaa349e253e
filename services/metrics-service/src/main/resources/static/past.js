// The past of a rig, read again from Kafka by the server, in pieces of two seconds. Few pieces are held.

const PIECE_MS = 2000;
const HELD = 6;
const BEHIND_MS = 1500; // what is younger may still be on its way
const LONGEST_MS = 600_000;

export class Past {
  /**
   * @param on {frame(frame), changed(), failed(words)}
   */
  constructor(on) {
    this.on = on;
    this.rig = '';
    this.pieces = new Map(); // begin -> [{millis, frame}]
    this.loading = null;
    this.at = null; // the moment shown, wall time in ms; null while live
    this.playing = false;
    this.begin = null;
    this.server = 0; // server's clock less performance.now()
    this.shown = null;
    this.timer = 0;
  }

  /** The server's clock, ms since 1970. */
  now() {
    return this.server + performance.now();
  }

  /** Learns what time the server has. */
  tell(rig, millis) {
    this.server = millis - performance.now();
    if (rig !== this.rig) {
      this.rig = rig;
      this.pieces.clear();
      this.live();
      this.askBegin();
    }
  }

  async askBegin() {
    const answer = await fetch('/api/log?rig=' + encodeURIComponent(this.rig));
    if (answer.ok) {
      this.begin = (await answer.json()).fromMillis;
      this.on.changed();
    }
  }

  /** The first moment that can be shown. */
  first() {
    return Math.max(this.begin ?? this.now(), this.now() - LONGEST_MS);
  }

  last() {
    return this.now() - BEHIND_MS;
  }

  get isLive() {
    return this.at === null;
  }

  live() {
    this.at = null;
    this.playing = false;
    clearTimeout(this.timer);
    this.on.changed();
  }

  /** Shows a moment and stays there, or goes on when it was playing. */
  seek(millis) {
    this.at = Math.min(this.last(), Math.max(this.first(), millis));
    this.draw();
    this.on.changed();
  }

  toggle() {
    if (this.isLive) {
      this.seek(this.last());
    } else {
      this.playing = !this.playing;
      this.then = performance.now();
      this.tick();
    }
    this.on.changed();
  }

  tick() {
    clearTimeout(this.timer);
    if (!this.playing) {
      return;
    }
    const now = performance.now();
    if (this.draw()) {
      this.at += now - this.then; // time stands still while a piece is on its way
    }
    this.then = now;
    if (this.at >= this.last()) {
      this.live();
      return;
    }
    this.load(this.at + PIECE_MS);
    this.on.changed();
    this.timer = setTimeout(() => this.tick(), 25);
  }

  /** Shows the newest picture that is not younger than the moment; false while it is on its way. */
  draw() {
    const piece = this.pieces.get(Math.floor(this.at / PIECE_MS) * PIECE_MS);
    if (!piece) {
      this.load(this.at);
      return false;
    }
    const picture = piece.findLast(p => p.millis <= this.at) ?? piece[0];
    if (picture && picture !== this.shown) {
      this.shown = picture;
      this.on.frame(picture.frame);
    }
    return true;
  }

  async load(millis) {
    const begin = Math.floor(millis / PIECE_MS) * PIECE_MS;
    if (this.pieces.has(begin) || this.loading !== null || begin >= this.last()) {
      return;
    }
    this.loading = begin;
    try {
      const answer = await fetch(`/api/replay?rig=${encodeURIComponent(this.rig)}&from=${begin}&millis=${PIECE_MS}`);
      if (!answer.ok) {
        throw new Error(await answer.text());
      }
      this.keep(begin, await answer.json());
    } catch (trouble) {
      this.playing = false;
      this.on.failed(trouble.message);
    } finally {
      this.loading = null;
    }
    if (!this.isLive) {
      this.draw(); // of the moment that is wanted by now
    }
  }

  keep(begin, piece) {
    if (begin + PIECE_MS <= this.last()) { // whole
      this.pieces.set(begin, piece);
    } else {
      this.pieces.set(begin, piece);
      setTimeout(() => this.pieces.delete(begin), 500); // its end is still to come
    }
    while (this.pieces.size > HELD) {
      this.pieces.delete(this.pieces.keys().next().value);
    }
  }
}
