package evpose.messages;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A record as a JSON object: its components are the fields, in their order. Found out once for each
 * record class.
 */
final class RecordForm implements ValueForm {
  private static final ClassValue<RecordForm> FORMS =
      new ClassValue<>() {
        @Override
        protected RecordForm computeValue(Class<?> type) {
          return new RecordForm(type);
        }
      };

  private record Field(String name, boolean optional, MethodHandle get, ValueForm form) {}

  private final MethodHandle construct; // (Object[]) -> Object
  private final Field[] fields;
  private final Map<String, Integer> indexOfName = new HashMap<>();

  static RecordForm of(Class<?> type) {
    return FORMS.get(type);
  }

  private RecordForm(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new IllegalArgumentException("messages are records: class=" + type.getName());
    }
    fields = new Field[components.length];
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      construct =
          lookup
              .findConstructor(type, MethodType.methodType(void.class, types))
              .asSpreader(Object[].class, types.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
      for (int i = 0; i < fields.length; i++) {
        fields[i] = field(components[i], lookup);
        indexOfName.put(fields[i].name, i);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("a message record is public: class=" + type.getName(), e);
    }
  }

  private static Field field(RecordComponent component, MethodHandles.Lookup lookup)
      throws IllegalAccessException {
    String name = component.getName();
    if (component.getType() == boolean.class && name.startsWith("is")) {
      name = name.substring(2, 3).toLowerCase(Locale.ROOT) + name.substring(3);
    }
    MethodHandle get =
        lookup
            .unreflect(component.getAccessor())
            .asType(MethodType.methodType(Object.class, Object.class));
    Decimals decimals = component.getAnnotation(Decimals.class);
    return new Field(
        name,
        component.getAnnotatedType().isAnnotationPresent(Nullable.class),
        get,
        ValueForms.of(component.getGenericType(), decimals == null ? -1 : decimals.value()));
  }

  /** The names of the fields, in order. */
  List<String> names() {
    return Arrays.stream(fields).map(Field::name).toList();
  }

  /** The names of those that must be there. */
  List<String> required() {
    return Arrays.stream(fields).filter(f -> !f.optional).map(Field::name).toList();
  }

  @Override
  public void write(JsonGenerator out, Object record) {
    out.writeStartObject();
    for (Field field : fields) {
      Object value = get(field, record);
      if (value != null) {
        out.writeName(field.name);
        field.form.write(out, value);
      } else if (!field.optional) {
        throw new IllegalArgumentException(
            "only components marked @Nullable may be null: field=" + field.name);
      }
    }
    out.writeEndObject();
  }

  @Override
  public Object read(JsonParser in) throws MalformedMessageException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw ValueForms.wrongType(in, "an object");
    }
    @Nullable Object[] values = new @Nullable Object[fields.length];
    while (in.nextToken() != JsonToken.END_OBJECT) {
      Integer index = indexOfName.get(in.currentName());
      in.nextToken();
      if (index == null) {
        in.skipChildren();
        continue;
      }
      Field field = fields[index];
      if (values[index] != null) {
        throw new MalformedMessageException(
            "duplicate-field", "a field comes once: field=" + ValueForms.place(in));
      }
      if (!(field.optional && in.currentToken() == JsonToken.VALUE_NULL)) {
        values[index] = field.form.read(in);
      }
    }
    for (int i = 0; i < fields.length; i++) {
      if (values[i] == null && !fields[i].optional) {
        throw new MalformedMessageException(
            "missing-field",
            "required field is missing: field=" + ValueForms.place(in) + "/" + fields[i].name);
      }
    }
    return construct(values, in);
  }

  private static @Nullable Object get(Field field, Object record) {
    try {
      return field.get.invokeExact(record);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("accessors of records throw nothing checked", e);
    }
  }

  private Object construct(@Nullable Object[] values, JsonParser in)
      throws MalformedMessageException {
    try {
      return construct.invokeExact(values);
    } catch (IllegalArgumentException broken) { // a rule of the record, said in its own words
      String place = ValueForms.place(in);
      throw new MalformedMessageException(
          "bad-value", broken.getMessage() + (place.isEmpty() ? "" : ", in=" + place));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("constructors of messages throw nothing checked", e);
    }
  }
}
