// Smooth before sharp: where pictures come too slowly (no graphics card), fewer pixels are drawn.

/** Whether there is no graphics card. Smoothing edges then takes more than half of the time. */
export const byProcessor = (() => {
  const gl = document.createElement('canvas').getContext('webgl2');
  const told = gl?.getExtension('WEBGL_debug_renderer_info');
  const name = told ? gl.getParameter(told.UNMASKED_RENDERER_WEBGL) : '';
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return /swiftshader|llvmpipe|softpipe|basic render/i.test(name);
})();

const SLOW_MS = 30;
const FAST_MS = 18;
const PICTURES = 40; // between two changes
const COARSEST = 0.5;

export class Pace {
  /** @param changed called when the number of pixels has changed */
  constructor(renderer, changed) {
    this.renderer = renderer;
    this.changed = changed;
    this.finest = Math.min(devicePixelRatio, 2);
    this.ratio = this.finest;
    this.last = 0;
    this.sum = 0;
    this.count = 0;
    renderer.setPixelRatio(this.ratio);
  }

  /** A picture of something that moves was drawn. */
  drawn(millis) {
    if (this.last > 0) {
      this.sum += Math.min(millis - this.last, 200);
      this.count++;
    }
    this.last = millis;
    if (this.count >= PICTURES) {
      const mean = this.sum / this.count;
      this.sum = 0;
      this.count = 0;
      if (mean > SLOW_MS && this.ratio > COARSEST) {
        this.set(Math.max(COARSEST, this.ratio * 0.75));
      } else if (mean < FAST_MS && this.ratio < this.finest && !this.wasSlow) {
        this.set(Math.min(this.finest, this.ratio / 0.75));
      }
    }
  }

  /** Nothing moves: the time until the next picture says nothing. */
  rest() {
    this.last = 0;
  }

  set(ratio) {
    this.wasSlow ||= ratio < this.ratio; // once is enough: no swinging to and fro
    this.ratio = ratio;
    this.renderer.setPixelRatio(ratio);
    this.changed();
  }
}
