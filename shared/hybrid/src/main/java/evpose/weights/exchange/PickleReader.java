package evpose.weights.exchange;

import evpose.weights.MalformedWeightsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the pickle of a checkpoint as if an enemy had written it. A pickle is a program for a stack
 * machine whose instructions may name any Python function and call it. Here a name is a value of
 * {@link Callable} or the file is refused, and a call builds one of our own values; no class is
 * looked up, no method is invoked. Every length is bounded by the bytes that are there before it is
 * used.
 *
 * <p>What it yields: {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link
 * Nothing}, {@link List}, {@link Tuple}, {@link Map} (keys are strings or numbers) and {@link
 * StoredTensor}.
 *
 * @see <a href="https://github.com/python/cpython/blob/3.11/Lib/pickletools.py">the
 *     instructions</a>
 */
final class PickleReader {
  /** The state_dict of the paper's network with an optimiser's state is below 1 MiB. */
  static final int MAX_BYTES = 4 << 20;

  /** Python's None. */
  enum Nothing {
    NONE
  }

  /** A fixed row of values. */
  record Tuple(List<Object> items) {}

  /** What a pickle may call. */
  enum Callable {
    ORDERED_DICT("collections.OrderedDict"),
    REBUILD_TENSOR("torch._utils._rebuild_tensor_v2"),
    REBUILD_PARAMETER("torch._utils._rebuild_parameter");

    final String name;

    Callable(String name) {
      this.name = name;
    }
  }

  private enum Mark {
    MARK
  }

  private final ByteBuffer in;
  private final String source;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private int at; // byte of the current instruction

  private PickleReader(byte[] bytes, String source) {
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.source = source;
  }

  /**
   * Runs a pickle to its end.
   *
   * @param source what to call it in a message
   * @throws MalformedWeightsException naming byte and rule
   */
  static Object read(byte[] bytes, String source) throws MalformedWeightsException {
    return new PickleReader(bytes, source).run();
  }

  private Object run() throws MalformedWeightsException {
    while (true) {
      at = in.position();
      int instruction = u1();
      if (instruction == '.') {
        return pop();
      }
      step(instruction);
    }
  }

  private void step(int instruction) throws MalformedWeightsException {
    switch (instruction) {
      case 0x80 -> protocol(u1());
      case 0x95 -> bytes(Long.BYTES); // a frame's length, a hint for buffering
      case '(' -> stack.add(Mark.MARK);
      case 'N' -> stack.add(Nothing.NONE);
      case 0x88 -> stack.add(true);
      case 0x89 -> stack.add(false);
      case 'K' -> stack.add((long) u1());
      case 'M' -> stack.add((long) bytes(Short.BYTES).getChar());
      case 'J' -> stack.add((long) bytes(Integer.BYTES).getInt());
      case 0x8a -> stack.add(integer(u1()));
      case 'G' -> stack.add(bytes(Double.BYTES).order(ByteOrder.BIG_ENDIAN).getDouble());
      case 'X' -> stack.add(text(u4()));
      case 0x8c -> stack.add(text(u1()));
      case '}' -> stack.add(new LinkedHashMap<>());
      case ']' -> stack.add(new ArrayList<>());
      case ')' -> stack.add(new Tuple(List.of()));
      case 0x85, 0x86, 0x87 -> stack.add(new Tuple(pop(instruction - 0x84)));
      case 't' -> stack.add(new Tuple(popToMark()));
      case 'a' -> append(pop(1));
      case 'e' -> append(popToMark());
      case 's' -> setItems(pop(2));
      case 'u' -> setItems(popToMark());
      case 'q' -> memo.put(u1(), peek());
      case 'r' -> memo.put(u4(), peek());
      case 0x94 -> memo.put(memo.size(), peek());
      case 'h' -> stack.add(remembered(u1()));
      case 'j' -> stack.add(remembered(u4()));
      case 'c' -> stack.add(global(line(), line()));
      case 0x93 -> stackGlobal(pop(2));
      case 'Q' -> stack.add(storage(pop()));
      case 'R' -> reduce(pop(2));
      case 'b' -> build(pop());
      default ->
          throw broken(
              String.format(
                  "a state_dict needs no such instruction, nothing of it is run: code=0x%02x",
                  instruction));
    }
  }

  private void protocol(int version) throws MalformedWeightsException {
    if (version < 2 || version > 5) {
      throw broken("a pickle's protocol must be in [2, 5]: protocol=" + version);
    }
  }

  // ---- bytes

  private ByteBuffer bytes(int n) throws MalformedWeightsException {
    if (n < 0 || n > in.remaining()) {
      throw broken(
          "a pickle must not end inside an instruction: bytes="
              + Integer.toUnsignedString(n)
              + ", left="
              + in.remaining());
    }
    ByteBuffer slice = in.slice(in.position(), n).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + n);
    return slice;
  }

  private int u1() throws MalformedWeightsException {
    return bytes(1).get() & 0xFF;
  }

  /** Four bytes; 2^31 and more come out negative and fit nowhere. */
  private int u4() throws MalformedWeightsException {
    return bytes(Integer.BYTES).getInt();
  }

  private String text(int length) throws MalformedWeightsException {
    return StandardCharsets.UTF_8.decode(bytes(length)).toString();
  }

  private String line() throws MalformedWeightsException {
    for (int end = in.position(); end < in.limit(); end++) {
      if (in.get(end) == '\n') {
        String line = text(end - in.position());
        in.get();
        return line;
      }
    }
    throw broken("a name must end in a line feed");
  }

  private long integer(int length) throws MalformedWeightsException {
    if (length > Long.BYTES) {
      throw broken("an integer has at most 8 bytes: bytes=" + length);
    }
    ByteBuffer digits = bytes(length);
    long number = length == 0 ? 0 : digits.get(length - 1); // the sign travels in the last byte
    for (int i = length - 2; i >= 0; i--) {
      number = number << 8 | (digits.get(i) & 0xFF);
    }
    return number;
  }

  // ---- the stack

  private Object pop() throws MalformedWeightsException {
    return pop(1).get(0);
  }

  private List<Object> pop(int n) throws MalformedWeightsException {
    int from = stack.size() - n;
    if (from < 0 || stack.subList(from, stack.size()).contains(Mark.MARK)) {
      throw broken("the stack lacks values: wanted=" + n);
    }
    return cut(from);
  }

  private List<Object> popToMark() throws MalformedWeightsException {
    int mark = stack.lastIndexOf(Mark.MARK);
    if (mark < 0) {
      throw broken("the stack has no mark");
    }
    List<Object> items = cut(mark + 1);
    stack.remove(mark);
    return items;
  }

  private List<Object> cut(int from) {
    List<Object> tail = stack.subList(from, stack.size());
    List<Object> items = List.copyOf(tail);
    tail.clear();
    return items;
  }

  private Object peek() throws MalformedWeightsException {
    if (stack.isEmpty() || stack.get(stack.size() - 1) == Mark.MARK) {
      throw broken("the stack lacks values: wanted=1");
    }
    return stack.get(stack.size() - 1);
  }

  private Object remembered(int index) throws MalformedWeightsException {
    Object value = memo.get(index);
    if (value == null) {
      throw broken("nothing was remembered under this index: index=" + index);
    }
    return value;
  }

  @SuppressWarnings("unchecked") // lists are made here, of objects
  private void append(List<Object> items) throws MalformedWeightsException {
    if (!(peek() instanceof List<?> list)) {
      throw broken("only lists are appended to: " + kind(peek()));
    }
    ((List<Object>) list).addAll(items);
  }

  @SuppressWarnings("unchecked") // maps are made here, of objects
  private void setItems(List<Object> items) throws MalformedWeightsException {
    if (!(peek() instanceof Map<?, ?> map) || items.size() % 2 != 0) {
      throw broken("only pairs are put, and only into dictionaries: " + kind(peek()));
    }
    for (int i = 0; i < items.size(); i += 2) {
      Object key = items.get(i);
      if (!(key instanceof String || key instanceof Long)) {
        throw broken("a dictionary's keys must be strings or integers: " + kind(key));
      }
      ((Map<Object, Object>) map).put(key, items.get(i + 1));
    }
  }

  // ---- names and calls

  private void stackGlobal(List<Object> names) throws MalformedWeightsException {
    if (!(names.get(0) instanceof String module && names.get(1) instanceof String name)) {
      throw broken("a module and a name must be strings: " + kind(names.get(0)));
    }
    stack.add(global(module, name));
  }

  private Object global(String module, String name) throws MalformedWeightsException {
    String full = module + "." + name;
    for (Callable callable : Callable.values()) {
      if (callable.name.equals(full)) {
        return callable;
      }
    }
    if (module.equals("torch")) {
      StorageType type = StorageType.ofClass(name).orElse(null);
      if (type != null) {
        return type;
      }
    }
    throw broken(
        "a state_dict needs no such name, nothing of it is run (of a whole model save its"
            + " state_dict()): name="
            + full);
  }

  /** The persistent id of a storage: ("storage", type, key, location, numbers). */
  private StoredTensor.Storage storage(Object id) throws MalformedWeightsException {
    if (id instanceof Tuple tuple
        && tuple.items().size() == 5
        && tuple.items().get(0).equals("storage")
        && tuple.items().get(1) instanceof StorageType type
        && tuple.items().get(2) instanceof String key
        && tuple.items().get(4) instanceof Long numbers) {
      return new StoredTensor.Storage(type, key, numbers);
    }
    throw broken("a storage is ('storage', type, key, location, numbers): " + kind(id));
  }

  private void reduce(List<Object> call) throws MalformedWeightsException {
    if (!(call.get(0) instanceof Callable callable && call.get(1) instanceof Tuple arguments)) {
      throw broken("only allowed names are called, with a tuple: " + kind(call.get(0)));
    }
    List<Object> items = arguments.items();
    if (callable == Callable.ORDERED_DICT && items.isEmpty()) {
      stack.add(new LinkedHashMap<>());
    } else if (callable == Callable.REBUILD_PARAMETER
        && !items.isEmpty()
        && items.get(0) instanceof StoredTensor tensor) {
      stack.add(tensor);
    } else if (callable == Callable.REBUILD_TENSOR) {
      stack.add(tensor(items));
    } else {
      throw otherArguments(callable.name);
    }
  }

  private MalformedWeightsException otherArguments(String name) {
    return broken("a call has other arguments than torch.save writes: name=" + name);
  }

  /** (storage, offset, shape, stride, requires_grad, hooks). */
  private StoredTensor tensor(List<Object> items) throws MalformedWeightsException {
    if (items.size() >= 4
        && items.get(0) instanceof StoredTensor.Storage storage
        && items.get(1) instanceof Long offset
        && items.get(2) instanceof Tuple shape
        && items.get(3) instanceof Tuple stride
        && shape.items().stream().allMatch(Long.class::isInstance)
        && stride.items().stream().allMatch(Long.class::isInstance)) {
      return new StoredTensor(storage, offset, longs(shape), longs(stride));
    }
    throw otherArguments(Callable.REBUILD_TENSOR.name);
  }

  private static List<Long> longs(Tuple tuple) {
    return tuple.items().stream().map(Long.class::cast).toList();
  }

  /** An OrderedDict's attributes (versions of its modules), which we don't need. */
  private void build(Object attributes) throws MalformedWeightsException {
    if (!(peek() instanceof Map && attributes instanceof Map)) {
      throw broken("only dictionaries have attributes: " + kind(peek()));
    }
  }

  private static String kind(Object value) {
    return "kind="
        + (value instanceof Map
            ? "dictionary"
            : value instanceof List ? "list" : value.getClass().getSimpleName());
  }

  private MalformedWeightsException broken(String message) {
    return new MalformedWeightsException(source + ", byte " + at + ": " + message);
  }
}
