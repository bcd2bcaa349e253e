// Both sides as pictures that come from the server in pieces. Knows which picture is shown, and plays.

const HELD = 12; // pieces

export class Film {
  /**
   * @param setup {pictures, pieceOfPictures, pictureSteps, stepMicros}
   * @param on {picture(picture), changed(), failed(words)}
   */
  constructor(setup, on) {
    this.on = on;
    this.count = setup.pictures;
    this.pieceOf = setup.pieceOfPictures;
    this.millis = setup.pictureSteps * setup.stepMicros / 1000; // of one picture
    this.pieces = new Map(); // number -> pictures
    this.coming = new Set();
    this.at = 0; // in pictures, not whole while playing
    this.playing = false;
    this.shown = null;
  }

  get last() {
    return this.count - 1;
  }

  /** Shows a picture, and goes on from there when it was playing. */
  seek(picture) {
    this.at = Math.min(this.last, Math.max(0, picture));
    this.draw();
    this.on.changed();
  }

  toggle() {
    this.playing = !this.playing;
    if (this.playing && this.at >= this.last) {
      this.at = 0;
    }
    this.then = performance.now();
    this.tick();
    this.on.changed();
  }

  tick() {
    if (!this.playing) {
      return;
    }
    const now = performance.now();
    if (this.draw()) { // time stands still while a piece is on its way
      this.at = Math.min(this.last, this.at + (now - this.then) / this.millis);
      this.playing = this.at < this.last;
      this.load(Math.floor(this.at / this.pieceOf) + 1);
    }
    this.then = now;
    this.on.changed();
    requestAnimationFrame(() => this.tick());
  }

  /** False while the picture is on its way. */
  draw() {
    const n = Math.floor(this.at);
    const piece = this.pieces.get(Math.floor(n / this.pieceOf));
    if (!piece) {
      this.load(Math.floor(n / this.pieceOf));
      return false;
    }
    const picture = piece[n % this.pieceOf];
    if (picture !== this.shown) {
      const leap = Math.abs(n - (this.number ?? n)) > 5;
      this.shown = picture;
      this.number = n;
      this.on.picture(picture, leap);
    }
    return true;
  }

  async load(number) {
    if (number * this.pieceOf > this.last || this.pieces.has(number) || this.coming.has(number)) {
      return;
    }
    this.coming.add(number);
    try {
      const answer = await fetch('/api/film/' + number);
      if (!answer.ok) {
        throw new Error(await answer.text());
      }
      this.pieces.set(number, await answer.json());
      if (this.pieces.size > HELD) {
        this.pieces.delete(this.pieces.keys().next().value);
      }
    } catch (trouble) {
      this.playing = false;
      this.on.failed('evpose compare does not answer any more: ' + trouble.message);
    } finally {
      this.coming.delete(number);
    }
    this.draw();
  }
}
