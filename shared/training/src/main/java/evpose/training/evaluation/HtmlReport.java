package evpose.training.evaluation;

import java.util.Map;

final class HtmlReport {
  private HtmlReport() {}

  static String of(EvaluationResult result, Map<String, String> facts) {
    return facts + " " + result;
  }
}
