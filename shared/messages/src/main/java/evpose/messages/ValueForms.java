package evpose.messages;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The forms of the Java types that messages are made of; there are no others. */
final class ValueForms {
  private ValueForms() {}

  /**
   * The form of a type.
   *
   * @param decimals for double and arrays of it; negative = all digits
   * @throws IllegalArgumentException if messages are not made of such a type
   */
  static ValueForm of(Type type, int decimals) {
    if (type == String.class) {
      return new Text();
    }
    if (type == long.class || type == Long.class) {
      return new Whole();
    }
    if (type == int.class) {
      return new Int();
    }
    if (type == boolean.class) {
      return new Truth();
    }
    if (type == double.class) {
      return new Real(decimals);
    }
    if (type == double[].class) {
      return new Row(new Real(decimals));
    }
    if (type == double[][].class) {
      return new Table(new Row(new Real(decimals)));
    }
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return new Sequence(of(list.getActualTypeArguments()[0], decimals));
    }
    if (type instanceof Class<?> record && record.isRecord()) {
      return RecordForm.of(record);
    }
    throw new IllegalArgumentException("messages are not made of this type: type=" + type);
  }

  /** Where the parser is, {@code /joints/3/x}. */
  static String place(JsonParser in) {
    return in.streamReadContext().pathAsPointer().toString();
  }

  static MalformedMessageException wrongType(JsonParser in, String expected) {
    JsonToken token = in.currentToken();
    return new MalformedMessageException(
        "wrong-type",
        "a field must be "
            + expected
            + ": field="
            + place(in)
            + ", found="
            + (token == null ? "nothing" : token.toString()));
  }

  private record Text() implements ValueForm {
    @Override
    public void write(JsonGenerator out, Object value) {
      out.writeString((String) value);
    }

    @Override
    public Object read(JsonParser in) throws MalformedMessageException {
      if (in.currentToken() != JsonToken.VALUE_STRING) {
        throw wrongType(in, "a string");
      }
      return in.getString();
    }
  }

  private record Whole() implements ValueForm {
    @Override
    public void write(JsonGenerator out, Object value) {
      out.writeNumber((long) value);
    }

    @Override
    public Object read(JsonParser in) throws MalformedMessageException {
      return whole(in, Long.MIN_VALUE, Long.MAX_VALUE);
    }
  }

  private record Int() implements ValueForm {
    @Override
    public void write(JsonGenerator out, Object value) {
      out.writeNumber((int) value);
    }

    @Override
    public Object read(JsonParser in) throws MalformedMessageException {
      return (int) whole(in, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
  }

  private static long whole(JsonParser in, long min, long max) throws MalformedMessageException {
    if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrongType(in, "a whole number");
    }
    boolean fits = in.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    long value = fits ? in.getLongValue() : 0;
    if (!fits || value < min || value > max) {
      throw new MalformedMessageException(
          "bad-value", "a number is too large: field=" + place(in) + ", value=" + in.getString());
    }
    return value;
  }

  private record Truth() implements ValueForm {
    @Override
    public void write(JsonGenerator out, Object value) {
      out.writeBoolean((boolean) value);
    }

    @Override
    public Object read(JsonParser in) throws MalformedMessageException {
      JsonToken token = in.currentToken();
      if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
        throw wrongType(in, "true or false");
      }
      return token == JsonToken.VALUE_TRUE;
    }
  }

  /** A double; NaN and infinity are missing, null. */
  private record Real(int decimals) implements ValueForm {
    @Override
    public void write(JsonGenerator out, Object value) {
      write(out, (double) value);
    }

    void write(JsonGenerator out, double value) {
      if (!Double.isFinite(value)) {
        out.writeNull();
      } else {
        out.writeNumber(
            decimals < 0
                ? CanonicalNumbers.shortest(value)
                : CanonicalNumbers.rounded(value, decimals));
      }
    }

    @Override
    public Object read(JsonParser in) throws MalformedMessageException {
      return readDouble(in);
    }

    double readDouble(JsonParser in) throws MalformedMessageException {
      JsonToken token = in.currentToken();
      if (token == JsonToken.VALUE_NULL) {
        return Double.NaN;
      }
      if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
        throw wrongType(in, "a number or null");
      }
      double value = Double.parseDouble(in.getString());
      if (Double.isInfinite(value)) {
        throw new MalformedMessageException(
            "bad-value", "a number is too large: field=" + place(in) + ", value=" + in.getString());
      }
      return value + 0.0; // -0 is 0
    }
  }

  private record Row(Real form) implements ValueForm {
    @Override
    public void write(JsonGenerator out, Object value) {
      out.writeStartArray();
      for (double element : (double[]) value) {
        form.write(out, element);
      }
      out.writeEndArray();
    }

    @Override
    public Object read(JsonParser in) throws MalformedMessageException {
      List<Double> elements = new ArrayList<>();
      startArray(in);
      while (in.nextToken() != JsonToken.END_ARRAY) {
        elements.add(form.readDouble(in));
      }
      return elements.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  /** Rows of numbers; a row that is missing is null. */
  private record Table(Row form) implements ValueForm {
    @Override
    public void write(JsonGenerator out, Object value) {
      out.writeStartArray();
      for (double[] row : (double[][]) value) {
        if (row == null) {
          out.writeNull();
        } else {
          form.write(out, row);
        }
      }
      out.writeEndArray();
    }

    @Override
    public Object read(JsonParser in) throws MalformedMessageException {
      List<double @Nullable []> rows = new ArrayList<>();
      startArray(in);
      while (in.nextToken() != JsonToken.END_ARRAY) {
        rows.add(in.currentToken() == JsonToken.VALUE_NULL ? null : (double[]) form.read(in));
      }
      return rows.toArray(new double[0][]);
    }
  }

  private record Sequence(ValueForm form) implements ValueForm {
    @Override
    public void write(JsonGenerator out, Object value) {
      out.writeStartArray();
      for (Object element : (List<?>) value) {
        form.write(out, element);
      }
      out.writeEndArray();
    }

    @Override
    public Object read(JsonParser in) throws MalformedMessageException {
      List<Object> elements = new ArrayList<>();
      startArray(in);
      while (in.nextToken() != JsonToken.END_ARRAY) {
        elements.add(form.read(in));
      }
      return elements;
    }
  }

  private static void startArray(JsonParser in) throws MalformedMessageException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw wrongType(in, "an array");
    }
  }
}
