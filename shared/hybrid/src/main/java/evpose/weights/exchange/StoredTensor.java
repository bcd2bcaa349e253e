package evpose.weights.exchange;

import java.util.List;

/**
 * A tensor as a pickle states it: a view into a storage. Nothing here is checked yet.
 *
 * @param offset first number, counted from the storage's begin
 * @param shape sides
 * @param stride numbers to go on for one more along a side
 */
record StoredTensor(Storage storage, long offset, List<Long> shape, List<Long> stride) {

  /**
   * A run of numbers, a file of its own in the archive.
   *
   * @param key its name there
   * @param numbers how many it says it has
   */
  record Storage(StorageType type, String key, long numbers) {}

  /** Whether it holds integers, such as a batch count. */
  boolean integer() {
    return storage.type() == StorageType.LONG;
  }
}
