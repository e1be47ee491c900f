package dev.gatehouse.kernel.wire;

/// The character classes of RFC 9110, section 5.6, and RFC 3986.
final class Characters {
  private static final boolean[] TOKEN = table("!#$%&'*+-.^_`|~", true);
  private static final boolean[] PATH = table("-._~!$&'()*+,;=:@/%[]|", true);
  private static final boolean[] QUERY = table("-._~!$&'()*+,;=:@/%[]|?{}\\^`", true);

  private Characters() {}

  private static boolean[] table(String others, boolean alphanumeric) {
    boolean[] table = new boolean[128];
    for (char c = 0; c < 128; c++) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      table[c] = (alphanumeric && letter) || others.indexOf(c) >= 0;
    }
    return table;
  }

  static boolean token(int c) {
    return c >= 0 && c < 128 && TOKEN[c];
  }

  static boolean token(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!token(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /// What may stand in a request target before its `?`: what RFC 3986 allows, and the brackets and
  /// bars that browsers leave as they are (WHATWG URL, section 1.3).
  static boolean path(int c) {
    return c >= 0 && c < 128 && PATH[c];
  }

  /// What may stand in a query: the same, and what browsers do not encode there.
  static boolean query(int c) {
    return c >= 0 && c < 128 && QUERY[c];
  }

  /// What may stand in a field value: visible characters, space, tab, and bytes above ASCII.
  static boolean value(int c) {
    return c == '\t' || (c >= 0x20 && c != 0x7f && c <= 0xff);
  }

  static boolean value(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!value(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static int hex(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
