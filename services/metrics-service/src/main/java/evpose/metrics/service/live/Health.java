package evpose.metrics.service.live;

/**
 * The state of a stream in words.
 *
 * @param level {@code ok}, {@code note} (as it should be, with a remark) or {@code bad}
 * @param words one line for people
 * @param stageNote why no body can be shown in 3D; "" when one can
 */
public record Health(String level, String words, String stageNote) {
  static Health ok(String words) {
    return new Health("ok", words, "");
  }

  static Health note(String words, String stageNote) {
    return new Health("note", words, stageNote);
  }

  static Health bad(String words, String stageNote) {
    return new Health("bad", words, stageNote);
  }
}
