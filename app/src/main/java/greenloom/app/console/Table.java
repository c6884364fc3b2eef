package greenloom.app.console;

import java.util.ArrayList;
import java.util.List;

/** Two columns: a name on the left, its value right-aligned in the second, and perhaps a remark. */
public final class Table {
  private record Row(String name, String value, String remark) {}

  private final List<Row> rows = new ArrayList<>();

  /** Adds a row. */
  public Table row(String name, String value) {
    return row(name, value, "");
  }

  /** Adds a row with a remark behind it. */
  public Table row(String name, String value, String remark) {
    rows.add(new Row(name, value, remark));
    return this;
  }

  /** The rows as lines of equal columns. */
  public List<String> lines() {
    int names = rows.stream().mapToInt(r -> r.name.length()).max().orElse(0);
    int values = rows.stream().mapToInt(r -> r.value.length()).max().orElse(0);
    return rows.stream()
        .map(r ->
            "  "
                + r.name
                + " ".repeat(names + 2 + values - r.name.length() - r.value.length())
                + r.value
                + (r.remark.isEmpty() ? "" : "  " + r.remark))
        .toList();
  }
}
