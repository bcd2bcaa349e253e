package evpose.training.evaluation;

import evpose.evaluation.plots.Svg;

/** How a report in HTML looks, light and dark. */
public final class PageStyle {
  /** The page has so many colours for series; more series begin anew. */
  public static final int COLOURS = 8;

  /** The style sheet, for a style element. */
  public static final String CSS =
      """
      :root {
        --ground: #f6f7f9; --panel: #ffffff; --line: #e3e7ec; --text: #17202b; --quiet: #596675;
        --good: #16774a; --bad: #b42335; --cold: #f1f3f6; --hot: #f0a35e;
        --s0: #1668d6; --s1: #6b7686; --s2: #d36a0c; --s3: #7d4cc2; --s4: #0d8a7b; --s5: #c02d6b;
        --s6: #8a6d00; --s7: #3f8f2e; color-scheme: light dark;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --ground: #0d1117; --panel: #151b24; --line: #263040; --text: #e8edf4; --quiet: #9aa7b8;
          --good: #4fd08a; --bad: #ff7a85; --cold: #1b2330; --hot: #a8581c;
          --s0: #62adff; --s1: #98a5b6; --s2: #ff9f43; --s3: #b794f6; --s4: #2ed8c3; --s5: #ff77ab;
          --s6: #e3c04b; --s7: #86d46e;
        }
      }
      * { box-sizing: border-box; }
      body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
      main { max-width: 880px; margin: 0 auto; padding: 40px 20px 80px; }
      h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 6px; }
      h2 { font-size: 1.2rem; margin: 0 0 4px; }
      p { margin: 0 0 12px; max-width: 70ch; }
      .lead, .quiet, figcaption, dd, dt { color: var(--quiet); }
      .tag { display: inline-block; padding: 2px 10px; border: 1px solid var(--line); border-radius: 999px; font-size: .82rem; color: var(--quiet); margin: 0 6px 6px 0; }
      .tag.good { color: var(--good); border-color: var(--good); }
      .tag.bad { color: var(--bad); border-color: var(--bad); }
      .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(240px, 1fr)); gap: 12px; margin: 20px 0; }
      .tile, section { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; }
      .tile { padding: 14px 16px; }
      .tile b { display: block; font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
      .tile span { font-size: .86rem; color: var(--quiet); }
      section { padding: 22px 24px 24px; margin: 0 0 16px; }
      figure { margin: 12px 0 0; overflow-x: auto; }
      figure svg { min-width: 560px; }
      figcaption { font-size: .86rem; margin-top: 8px; max-width: 74ch; }
      .legend { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: .86rem; color: var(--quiet); margin: 8px 0 0; padding: 0; list-style: none; }
      .legend i { display: inline-block; width: 18px; height: 10px; border-radius: 2px; background: var(--c); margin-right: 7px; }
      .legend i.thin { width: 3px; height: 15px; vertical-align: -3px; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; font-size: .86rem; font-variant-numeric: tabular-nums; margin-top: 12px; }
      th, td { padding: 5px 9px; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
      th:first-child, td:first-child { text-align: left; white-space: normal; }
      td:first-child { color: var(--quiet); }
      .tight th { white-space: normal; vertical-align: bottom; }
      .tight th, .tight td { padding: 5px 7px; }
      thead th { border-bottom: 1.5px solid var(--quiet); }
      td.main { font-weight: 650; }
      tr.part td { color: var(--text); font-weight: 600; padding-top: 16px; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; font-size: .86rem; margin: 12px 0 0; }
      dt, dd { margin: 0; overflow-wrap: anywhere; }
      ul { padding-left: 20px; margin: 8px 0 0; }
      li { margin: 4px 0; max-width: 74ch; }
      .legend li { margin: 0; }
      summary { cursor: pointer; color: var(--quiet); margin-top: 14px; }
      h3 { font-size: .95rem; margin: 18px 0 0; }
      """
          + colours()
          + Svg.STYLE;

  private PageStyle() {}

  private static String colours() {
    StringBuilder css = new StringBuilder();
    for (int i = 0; i < COLOURS; i++) {
      css.append(".s").append(i).append(" { --c: var(--s").append(i).append("); }\n");
    }
    return css.toString();
  }
}
