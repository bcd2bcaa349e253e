package evpose.cli.audit;

/** Is told how far an audit is. */
@FunctionalInterface
public interface Watched {
  /**
   * @param stage what is being done
   * @param done records of {@code all}
   */
  void at(String stage, long done, long all);
}
