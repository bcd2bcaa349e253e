package evpose.kernels;

/** The loops as one would write them; runs everywhere. */
final class PlainKernels extends Kernels {

  @Override
  void add(
      float[] v,
      int at,
      int stride,
      float[] w,
      int[] spikes,
      int n,
      int step,
      int rows,
      int length) {
    int s = 0;
    for (; s + 4 <= n; s += 4) {
      int a = spikes[s];
      int b = spikes[s + 1];
      int c = spikes[s + 2];
      int d = spikes[s + 3];
      for (int r = 0; r < rows; r++) {
        int o = at + r * stride;
        int t = r * step;
        for (int i = 0; i < length; i++) {
          v[o + i] = v[o + i] + w[a + t + i] + w[b + t + i] + w[c + t + i] + w[d + t + i];
        }
      }
    }
    for (; s < n; s++) {
      for (int r = 0; r < rows; r++) {
        int o = at + r * stride;
        int a = spikes[s] + r * step;
        for (int i = 0; i < length; i++) {
          v[o + i] += w[a + i];
        }
      }
    }
  }

  @Override
  void add(
      float[] v,
      int at,
      int stride,
      short[] w,
      int[] spikes,
      int n,
      int step,
      int rows,
      int length) {
    int s = 0;
    for (int together = 8; together >= 1; together /= 2) {
      for (; s + together <= n; s += together) {
        for (int r = 0; r < rows; r++) {
          for (int i = 0; i < length; i++) {
            int sum = 0;
            for (int k = 0; k < together; k++) {
              sum += w[spikes[s + k] + r * step + i];
            }
            v[at + r * stride + i] += sum;
          }
        }
      }
    }
  }

  @Override
  void addScaled(
      float[] v,
      int at,
      int stride,
      float[] w,
      int block,
      float value,
      int step,
      int rows,
      int length) {
    for (int r = 0; r < rows; r++) {
      int o = at + r * stride;
      int a = block + r * step;
      for (int i = 0; i < length; i++) {
        v[o + i] += value * w[a + i];
      }
    }
  }

  @Override
  void fire(
      float[] h,
      float[] bias,
      float[] threshold,
      int channels,
      float keep,
      int from,
      int to,
      SpikeList spikes) {
    int n = 0;
    int at = SparseConvolution.ORIGIN + from * channels;
    for (int cell = from; cell < to; cell++, at += channels) {
      spikes.begin[cell] = n;
      int[] fired = spikes.room(n, channels);
      for (int c = 0; c < channels; c++) {
        float v = h[at + c];
        if (v >= threshold[c]) {
          v -= threshold[c];
          fired[n++] = c;
        }
        h[at + c] = v * keep + bias[c];
      }
    }
    spikes.begin[to] = n;
  }

  @Override
  float read(float[] w, int from) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int i = from; i + 4 <= w.length; i += 4) {
      a += w[i];
      b += w[i + 1];
      c += w[i + 2];
      d += w[i + 3];
    }
    return a + b + c + d;
  }

  @Override
  String describe() {
    return "plain loops";
  }
}
