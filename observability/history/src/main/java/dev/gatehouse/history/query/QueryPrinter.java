package dev.gatehouse.history.query;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes a query in its canonical form. Parsing that form gives the same tree.
public final class QueryPrinter {
  private static final Set<String> KEYWORDS = Set.of("and", "or", "not", "to");

  private QueryPrinter() {}

  /// Returns the text of the query; empty when it asks for everything.
  public static String print(Node root) {
    return switch (root) {
      case Node.Everything _ -> "";
      case Node.And and -> joined(and.parts(), " ");
      case Node.Or or -> joined(or.parts(), " or ");
      case Node.Not _, Node.Words _, Node.Match _, Node.Compare _, Node.Between _ -> part(root);
    };
  }

  private static String joined(List<Node> parts, String by) {
    return parts.stream().map(QueryPrinter::part).collect(Collectors.joining(by));
  }

  private static String part(Node node) {
    return switch (node) {
      case Node.Everything _ -> "*";
      case Node.And and -> "(" + joined(and.parts(), " ") + ")";
      case Node.Or or -> "(" + joined(or.parts(), " or ") + ")";
      case Node.Not not -> "-" + part(not.part());
      case Node.Words words -> value(words.value());
      case Node.Match match -> match.field() + ":" + value(match.value());
      case Node.Compare compare ->
          compare.field() + ":" + compare.comparison().sign() + literal(compare.bound());
      case Node.Between between ->
          between.field()
              + ":["
              + (between.low() == null ? "*" : text(between.low()))
              + " to "
              + (between.high() == null ? "*" : text(between.high()))
              + "]";
    };
  }

  private static String value(Value value) {
    return switch (value) {
      case Value.Text text -> text(text.text());
      case Value.Glob glob -> glob(glob.pattern());
      case Value.Any _ -> "*";
    };
  }

  private static String literal(String text) {
    return text.chars().allMatch(c -> plain(c) || c == ':' || c == '+' || c == '$')
            && !text.isEmpty()
        ? text
        : quoted(text);
  }

  private static String text(String text) {
    boolean bare =
        !text.isEmpty()
            && text.charAt(0) != '-'
            && text.chars().allMatch(QueryPrinter::plain)
            && !KEYWORDS.contains(text.toLowerCase(Locale.ROOT));
    return bare ? text : quoted(text);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String glob(String pattern) {
    StringBuilder out = new StringBuilder(pattern.length() + 4);
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        i++;
        out.append(c).append(pattern.charAt(i));
      } else if (c == '*' || c == '?' || (plain(c) && !(i == 0 && c == '-'))) {
        out.append(c);
      } else {
        out.append('\\').append(c);
      }
    }
    return out.toString();
  }

  private static boolean plain(int c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-' || c == '/';
  }
}
